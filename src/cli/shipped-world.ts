import { fileURLToPath } from "node:url";

/** The path of the world file that comes with the package: two accounts of one organization. */
export function shippedWorld(): string {
  return fileURLToPath(new URL("../../worlds/two-accounts.yaml", import.meta.url));
}
