import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { apiPage } from "./api-page.ts";

const path = join(import.meta.dirname, "..", "docs", "api.md");
await writeFile(path, await apiPage());
process.stdout.write(`wrote ${path}\n`);
