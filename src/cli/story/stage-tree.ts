import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { PACKAGE_ROOT } from "../package-files.ts";

/** A directory to be synced, and what of it is the reader's own. */
export interface StagedTree {
  readonly path: string;
  /** What the real files in it are called. */
  readonly from: string;
}

const MIB = 1024 * 1024;
// Above the 8 MiB at which uploads become multipart, and no multiple of a part.
const LARGE_FILE_BYTES = 20 * MIB + 12_345;
const LEFT_OUT = new Set(["node_modules", ".git", "coverage", "dist"]);

/**
 * Lays out the tree of the story: real files (the directory given, or this package's own), one file
 * over the multipart threshold, one with a Japanese name.
 */
export async function stageTree(workspace: string, given: string | undefined): Promise<StagedTree> {
  const path = join(workspace, "tree");
  await mkdir(path, { recursive: true });
  const from = given ?? PACKAGE_ROOT;
  // Followed as a directory, as `aws s3 sync` follows it: the reader's files are not copied first.
  if (given === undefined) await copyPackage(from, join(path, "sluice"));
  else await symlink(from, join(path, basename(from) || "root"));
  await writeFile(join(path, "large.bin"), largeContent());
  await writeFile(join(path, "日本語のファイル名 😀.txt"), "こんにちは\n");
  return { path, from: given ?? "sluice" };
}

async function copyPackage(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    filter: (path) =>
      !path
        .slice(from.length)
        .split(sep)
        .some((name) => LEFT_OUT.has(name)),
  });
}

/** Bytes that differ from part to part, so that a part in the wrong place shows. */
function largeContent(): Uint8Array {
  const words = new Uint32Array(Math.ceil(LARGE_FILE_BYTES / 4));
  let state = 1;
  for (let i = 0; i < words.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, LARGE_FILE_BYTES);
}
