import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { coveragePage } from "./coverage-page.ts";

const path = join(import.meta.dirname, "..", "docs", "lab-coverage.md");
await writeFile(path, await coveragePage());
process.stdout.write(`wrote ${path}\n`);
