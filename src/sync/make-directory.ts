import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a directory, and those above it that are not there. Node's own way (`recursive`) never ends where the
 * system answers `ENOENT` below a directory that is there, as Linux does under `/proc`.
 */
export function makeDirectory(path: string, mode = 0o777): void {
  for (const unmade of unmadeOf(path)) makeOne(unmade, mode);
}

/** What is to be made for a directory, from above: of a drive that is not there, that is all down from its root. */
export function unmadeOf(
  path: string,
  isThere: (path: string) => boolean = existsSync,
): readonly string[] {
  const unmade = [path];
  let parent = dirname(path);
  while (parent !== unmade[0] && !isThere(parent)) {
    unmade.unshift(parent);
    parent = dirname(parent);
  }
  return unmade;
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!isDirectory(path)) throw error;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
