import { realpathSync } from "node:fs";
import { isInside } from "../listing/read-names.ts";
import { SkippedFile } from "../report/warning.ts";

/**
 * Throws when something just made is not in `root`, which has no links on its way: a directory on the
 * way of `path` may be a link by now.
 */
export function requireInside(root: string, path: string): void {
  if (!isInside(root, realpathSync.native(path))) throw new SkippedFile("leaves-root");
}
