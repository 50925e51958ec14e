import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a directory, and those above it that are not there. Node's own way (`recursive`) never ends where the
 * system answers `ENOENT` below a directory that is there, as Linux does under `/proc`. Sync's does the same in a file
 * of its own: the lab shares nothing with it but what is pure (ARCHITECTURE.md), and one test holds both.
 */
export function makeDirectory(path: string, mode = 0o777): void {
  const parent = dirname(path);
  if (!existsSync(parent)) makeDirectory(parent, mode);
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
