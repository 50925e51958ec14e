import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Every file under a directory by its path with `/`. */
export async function readTree(root: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(root, path).split(sep).join("/"), await readFile(path));
  }
  return files;
}
