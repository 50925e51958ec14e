import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { schemaFiles } from "./schemas/schema-files.ts";

const directory = join(import.meta.dirname, "..", "schemas");
await mkdir(directory, { recursive: true });
for (const [name, text] of await schemaFiles()) {
  await writeFile(join(directory, name), text);
}
process.stdout.write(`wrote ${directory}\n`);
