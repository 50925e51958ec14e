import { readdir } from "node:fs/promises";
import { join } from "node:path";

type Look = (directory: string) => Promise<readonly string[]>;

/**
 * Whether a file is there under a path in other letters, and none in these. Each directory is asked for its names:
 * a file system that ignores case lists `A` as `a` too, so what that lists does not tell what it is called itself.
 */
export async function hasOtherCase(
  root: string,
  path: readonly string[],
  look: Look = namesIn,
): Promise<boolean> {
  let directory = root;
  let isOther = false;
  for (const name of path) {
    const found = likest(name, await look(directory));
    if (found === undefined) return false;
    isOther ||= found !== name;
    directory = join(directory, found);
  }
  return isOther;
}

function likest(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const folded = name.toLowerCase();
  return names.find((other) => other.toLowerCase() === folded);
}

function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((): readonly string[] => []);
}
