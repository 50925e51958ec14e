import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { readdir, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errnoOf } from "../errno.ts";
import { isInside } from "../listing/read-names.ts";
import { SkippedFile } from "../report/warning.ts";

/** Two keys want one name as a file and as a directory, e.g. `a` and `a/b`. */
export class PathClash extends Error {
  override readonly name = "PathClash";
}

/** Checked directories that are remembered; keys come in order, so a few are enough. */
const REMEMBERED = 1_024;

/**
 * A local directory that a sync writes into, and that nothing it writes may leave. It is looked at
 * without a turn of the event loop in between: what one download makes, the next one finds.
 */
export class DestinationRoot {
  readonly #root: string;
  readonly #checked = new Set<string>();
  #real: string | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** The path for a key, its directory made and found to be inside the root. */
  pathToWrite(key: string): string {
    const path = join(this.#root, key);
    const parent = dirname(path);
    if (!this.#checked.has(parent)) this.#enter(key, "create");
    this.#remember(parent);
    return path;
  }

  /** Where it really is, once anything has been written there. */
  get real(): string {
    return (this.#real ??= realpathSync.native(this.#root));
  }

  /** The path for a key to delete, if its directory is there and reached through no link. */
  pathToDelete(key: string): string | undefined {
    return this.#enter(key, "look") ? join(this.#root, key) : undefined;
  }

  /** Takes away the empty directories that stand where a key's file must be, and forgets all checks. */
  async clearTheWay(key: string): Promise<void> {
    this.#checked.clear();
    await removeEmptyTree(join(this.#root, key));
  }

  #enter(key: string, mode: "create" | "look"): boolean {
    let path = this.#root;
    for (const segment of key.split("/").slice(0, -1)) {
      path = join(path, segment);
      if (kindOf(path) === "absent" && !this.#make(path, mode)) return false;
      if (mode === "look" && kindOf(path) === "link") throw new SkippedFile("through-link");
      this.#check(path);
    }
    return true;
  }

  #make(path: string, mode: "create" | "look"): boolean {
    if (mode === "look") return false;
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process may have made it in the meantime; `#check` looks at what it is.
      if (errnoOf(error) !== "EEXIST") throw error;
    }
    return true;
  }

  #check(path: string): void {
    switch (kindOf(path)) {
      case "directory":
        return;
      case "link": {
        const real = whereLinkLeads(path);
        if (real === undefined || !isInside(this.real, real)) {
          throw new SkippedFile("leaves-root");
        }
        if (kindOf(real) === "directory") return;
        throw fileInTheWay(path);
      }
      case "absent":
      case "other":
        throw fileInTheWay(path);
    }
  }

  #remember(directory: string): void {
    if (this.#checked.size >= REMEMBERED) this.#checked.clear();
    this.#checked.add(directory);
  }
}

/** Throws where a rename to a path would find out later. */
export function requireNoDirectory(path: string): void {
  if (kindOf(path) === "directory") throw directoryInTheWay(path);
}

/** What the AWS CLI calls `[Errno 21] Is a directory`, when a download finds out at the rename. */
export function directoryInTheWay(path: string): PathClash {
  return new PathClash(`cannot write \`${path}\`: a directory of that name is in the way`);
}

function fileInTheWay(path: string): PathClash {
  return new PathClash(
    `cannot make directory \`${basename(path)}\` in \`${dirname(path)}\`: a file of that name is in the way`,
  );
}

function whereLinkLeads(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function kindOf(path: string): "directory" | "link" | "other" | "absent" {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "absent";
    if (found.isDirectory()) return "directory";
    return found.isSymbolicLink() ? "link" : "other";
  } catch (error) {
    if (errnoOf(error) === "ENOTDIR") return "absent";
    throw error;
  }
}

/** Removes a directory that holds directories only; a file anywhere in it keeps what leads there. */
async function removeEmptyTree(path: string): Promise<void> {
  if (kindOf(path) !== "directory") return;
  for (const name of await readdir(path)) await removeEmptyTree(join(path, name));
  await rmdir(path).catch((error: unknown) => {
    if (errnoOf(error) !== "ENOTEMPTY") throw error;
  });
}
