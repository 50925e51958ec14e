import { lstat, mkdir, readdir, realpath, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errnoOf } from "./errno.ts";
import { isInside } from "./read-names.ts";
import { SkippedFile } from "./warning.ts";

/** Two keys want one name as a file and as a directory, e.g. `a` and `a/b`. */
export class PathClash extends Error {
  override readonly name = "PathClash";
}

/** Checked directories that are remembered; keys come in order, so a few are enough. */
const REMEMBERED = 1_024;

/** A local directory that a sync writes into, and that nothing it writes may leave. */
export class DestinationRoot {
  readonly #root: string;
  readonly #checked = new Set<string>();
  #real: string | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** The path for a key, its directory made and found to be inside the root. */
  async pathToWrite(key: string): Promise<string> {
    const path = join(this.#root, key);
    const parent = dirname(path);
    if (!this.#checked.has(parent)) await this.#enter(key, "create");
    this.#remember(parent);
    if ((await kindOf(path)) === "directory") throw directoryInTheWay(path);
    return path;
  }

  /** The path for a key to delete, if its directory is there and inside the root. */
  async pathToDelete(key: string): Promise<string | undefined> {
    return (await this.#enter(key, "look")) ? join(this.#root, key) : undefined;
  }

  /** Takes away the empty directories that stand where a key's file must be, and forgets all checks. */
  async clearTheWay(key: string): Promise<void> {
    this.#checked.clear();
    await removeEmptyTree(join(this.#root, key));
  }

  async #enter(key: string, mode: "create" | "look"): Promise<boolean> {
    this.#real ??= await realpath(this.#root);
    let path = this.#root;
    for (const segment of key.split("/").slice(0, -1)) {
      path = join(path, segment);
      if ((await kindOf(path)) === "absent" && !(await this.#make(path, mode))) return false;
      await this.#check(path);
    }
    return true;
  }

  async #make(path: string, mode: "create" | "look"): Promise<boolean> {
    if (mode === "look") return false;
    try {
      await mkdir(path);
    } catch (error) {
      // Another download of this run may have made it in the meantime; `#check` looks at what it is.
      if (errnoOf(error) !== "EEXIST") throw error;
    }
    return true;
  }

  async #check(path: string): Promise<void> {
    switch (await kindOf(path)) {
      case "directory":
        return;
      case "link": {
        const real = await realpath(path).catch(() => undefined);
        if (real === undefined || !isInside(this.#real ?? "", real)) {
          throw new SkippedFile("leaves-root");
        }
        if ((await kindOf(real)) === "directory") return;
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

/** What the AWS CLI calls `[Errno 21] Is a directory`, when a download finds out at the rename. */
export function directoryInTheWay(path: string): PathClash {
  return new PathClash(`cannot write \`${path}\`: a directory of that name is in the way`);
}

function fileInTheWay(path: string): PathClash {
  return new PathClash(
    `cannot make directory \`${basename(path)}\` in \`${dirname(path)}\`: a file of that name is in the way`,
  );
}

async function kindOf(path: string): Promise<"directory" | "link" | "other" | "absent"> {
  try {
    const found = await lstat(path);
    if (found.isDirectory()) return "directory";
    return found.isSymbolicLink() ? "link" : "other";
  } catch (error) {
    const code = errnoOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return "absent";
    throw error;
  }
}

/** Removes a directory that holds directories only; a file anywhere in it keeps what leads there. */
async function removeEmptyTree(path: string): Promise<void> {
  if ((await kindOf(path)) !== "directory") return;
  for (const name of await readdir(path)) await removeEmptyTree(join(path, name));
  await rmdir(path).catch((error: unknown) => {
    if (errnoOf(error) !== "ENOTEMPTY") throw error;
  });
}
