import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of this package. The build keeps all modules of the command line in `dist/cli`, as deep as here. */
export const PACKAGE_ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** The built program. */
export const BUILT_MAIN: string = join(PACKAGE_ROOT, "dist", "cli", "main.js");

/** The built page. */
export const BUILT_PAGE: string = join(PACKAGE_ROOT, "dist", "web");

/** The world file that comes with the package: two accounts of one organization. */
export const SHIPPED_WORLD: string = join(PACKAGE_ROOT, "worlds", "two-accounts.yaml");
