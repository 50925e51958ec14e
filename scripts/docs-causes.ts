import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { causesPage } from "./causes-page.ts";

const path = join(import.meta.dirname, "..", "docs", "causes.md");
await writeFile(path, await causesPage());
process.stdout.write(`wrote ${path}\n`);
