import { readdir } from "node:fs/promises";
import { join } from "node:path";

type Look = (directory: string) => Promise<readonly string[]>;

/**
 * Whether a file is there under a path in other letters, and none in these. A file system that ignores case lists `A` as
 * `a` too, so where the name itself is there, each directory above is asked what it is called.
 */
export async function hasOtherCase(
  root: string,
  path: readonly string[],
  look: Look = namesIn,
): Promise<boolean> {
  const [name = ""] = path.slice(-1);
  const directories = path.slice(0, -1);
  const names = await look(join(root, ...directories));
  if (!names.includes(name)) {
    return names.some((other) => other.toLowerCase() === name.toLowerCase());
  }
  let above = root;
  for (const directory of directories) {
    if (!(await look(above)).includes(directory)) return true;
    above = join(above, directory);
  }
  return false;
}

function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((): readonly string[] => []);
}
