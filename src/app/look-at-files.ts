import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SizeSample } from "./size-sample.ts";

/** How many names are looked at: no run waits for more. */
const MOST = 1_000;

type Found = SizeSample["entries"][number];

/** The sizes of some files under a directory, in no order; what cannot be read leaves them incomplete. */
export async function lookAtFiles(root: string, followSymlinks: boolean): Promise<SizeSample> {
  const { names, isWhole } = await namesUnder(root, followSymlinks);
  const looks = await Promise.all(names.map((key) => look(root, key)));
  const entries = looks.filter((found) => found !== undefined);
  return { entries, isWhole: isWhole && entries.length === names.length };
}

interface NamesFound {
  readonly names: readonly string[];
  readonly isWhole: boolean;
}

async function namesUnder(root: string, followSymlinks: boolean): Promise<NamesFound> {
  const names: string[] = [];
  const directories = [""];
  let seen = 0;
  try {
    for (let next = directories.shift(); next !== undefined; next = directories.shift()) {
      for await (const entry of await opendir(join(root, next))) {
        seen++;
        if (seen > MOST) return { names, isWhole: false };
        const key = next + entry.name;
        if (entry.isDirectory()) directories.push(`${key}/`);
        else if (followSymlinks || !entry.isSymbolicLink()) names.push(key);
      }
    }
    return { names, isWhole: true };
  } catch {
    return { names, isWhole: false };
  }
}

/** A link to a directory is not walked into. */
async function look(root: string, key: string): Promise<Found | undefined> {
  try {
    const found = await stat(join(root, key));
    return found.isDirectory() ? undefined : { key, size: found.size };
  } catch {
    return undefined;
  }
}
