import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { manPage } from "./man-page.ts";

const path = join(import.meta.dirname, "..", "man", "sluice.1");
await mkdir(dirname(path), { recursive: true });
await writeFile(path, await manPage());
process.stdout.write(`wrote ${path}\n`);
