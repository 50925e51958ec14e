import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const MIB = 1024 * 1024;

/** The tree that the stories carry: nested, empty, non-ASCII, and one file over the multipart threshold. */
export const storyTree: ReadonlyMap<string, Buffer> = new Map([
  ["README.txt", Buffer.from("read me first\n")],
  ["empty", Buffer.alloc(0)],
  ["a/b/c d+e.txt", Buffer.from("spaces and a plus\n")],
  ["資料/見積書 2026.txt", Buffer.from("日本語の中身\n")],
  ["large.bin", Buffer.alloc(9 * MIB, "0123456789abcdef-")],
]);

/** Writes the tree under a directory. */
export async function writeStoryTree(root: string): Promise<void> {
  for (const [path, body] of storyTree) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), body);
  }
}

/** Each file's SHA-256 by its path: trees with large files compare quickly by it. */
export function hashesOf(tree: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...tree].map(([path, body]) => [path, createHash("sha256").update(body).digest("hex")]),
  );
}
