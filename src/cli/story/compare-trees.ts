import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How many files two trees share, and the first few that differ or stand in one of them only. */
export interface TreeComparison {
  readonly files: number;
  readonly bytes: number;
  readonly differing: readonly string[];
}

/** Compares two trees by the bytes of every file; links are followed. */
export async function compareTrees(a: string, b: string): Promise<TreeComparison> {
  const [inA, inB] = await Promise.all([filesOf(a), filesOf(b)]);
  const differing = [...inB.keys()].filter((name) => !inA.has(name));
  let bytes = 0;
  for (const [name, size] of inA) {
    bytes += size;
    const same =
      inB.get(name) === size && (await hashOf(join(a, name))) === (await hashOf(join(b, name)));
    if (!same) differing.push(name);
  }
  return { files: inA.size, bytes, differing: differing.slice(0, 5) };
}

/** Every file of a tree with its size in bytes, by its path from the root. */
export async function filesOf(root: string, under = ""): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, number>();
  for (const name of await readdir(join(root, under))) {
    const path = join(under, name);
    // A link that leads nowhere, a socket: nothing that a sync would carry.
    const found = await stat(join(root, path)).catch(() => undefined);
    if (found?.isDirectory() === true) {
      for (const [inner, size] of await filesOf(root, path)) files.set(inner, size);
    } else if (found?.isFile() === true) {
      files.set(path, found.size);
    }
  }
  return files;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
