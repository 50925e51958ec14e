import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareUtf8 } from "../../aws/index.ts";
import { errnoOf } from "../errno.ts";
import type { ObstacleReason } from "./sighting.ts";
import { isTemporaryName } from "../transfer/temporary-file.ts";

/** A directory to read, and the rules for links in it. */
export interface Reading {
  readonly path: string;
  /** Real paths of this directory and of those above it on the walk, the root's first. */
  readonly reals: readonly string[];
  readonly followSymlinks: boolean;
  readonly staysInside: boolean;
  /** Removes what downloads that were killed left behind: a destination's rule. */
  readonly sweep?: ((path: string) => Promise<void>) | undefined;
}

/**
 * The names in a directory, sorted as S3 sorts the keys they stand for: a directory's ends in `/`.
 * A name in `obstacles` cannot take part; one that ends in `/` there stands for a whole tree.
 * `links` has the real paths of linked directories.
 */
export interface Names {
  readonly sorted: readonly string[];
  readonly obstacles: ReadonlyMap<string, ObstacleReason>;
  readonly links: ReadonlyMap<string, string>;
}

interface Found {
  readonly names: string[];
  readonly obstacles: Map<string, ObstacleReason>;
  readonly links: Map<string, string>;
}

export async function readNames(reading: Reading): Promise<Names> {
  const entries = await readdir(reading.path, { withFileTypes: true });
  const lossy = await lossyNames(reading.path, entries);
  const found: Found = { names: [], obstacles: new Map(), links: new Map() };
  for (const entry of entries) {
    if (isTemporaryName(entry.name)) {
      await reading.sweep?.(join(reading.path, entry.name));
      continue;
    }
    if (lossy.has(entry.name)) obstruct(found, entry.name, "undecodable");
    else if (entry.isFile()) found.names.push(entry.name);
    else if (entry.isDirectory()) found.names.push(`${entry.name}/`);
    else await addOther(found, entry, reading);
  }
  const { obstacles, links } = found;
  return { sorted: found.names.sort(compareUtf8), obstacles, links };
}

/** Names that are not UTF-8: Node shows their bytes as U+FFFD, so those are read again, as bytes. */
async function lossyNames(path: string, entries: readonly Dirent[]): Promise<ReadonlySet<string>> {
  if (!entries.some((entry) => entry.name.includes("\uFFFD"))) return new Set();
  const raw = await readdir(path, { encoding: "buffer" });
  const lossy = raw.filter((bytes) => !Buffer.from(bytes.toString("utf8")).equals(bytes));
  return new Set(lossy.map((bytes) => bytes.toString("utf8")));
}

/** What may be a file or a directory stands at both keys. */
function obstruct({ names, obstacles }: Found, name: string, reason: ObstacleReason): void {
  names.push(name, `${name}/`);
  obstacles.set(name, reason).set(`${name}/`, "echo");
}

/** A link, a special file, or, on file systems that do not say, anything. */
async function addOther(found: Found, entry: Dirent, reading: Reading): Promise<void> {
  const { name } = entry;
  const path = join(reading.path, name);
  try {
    const isLink = entry.isSymbolicLink() || (await lstat(path)).isSymbolicLink();
    if (isLink && !reading.followSymlinks) {
      obstruct(found, name, "not-followed");
    } else if (!(await stat(path)).isDirectory()) {
      found.names.push(name);
    } else if (isLink) {
      await addLinkedDirectory(found, name, reading);
    } else {
      found.names.push(`${name}/`);
    }
  } catch (error) {
    obstruct(found, name, reasonOf(error));
  }
}

async function addLinkedDirectory(found: Found, name: string, reading: Reading): Promise<void> {
  const real = await realpath(join(reading.path, name));
  const [root = ""] = reading.reals;
  const key = `${name}/`;
  found.names.push(key);
  if (reading.reals.includes(real)) found.obstacles.set(key, "loop");
  else if (reading.staysInside && !isInside(root, real)) found.obstacles.set(key, "leaves-root");
  else found.links.set(key, real);
}

/** Whether a real path is a directory's or lies under it. */
export function isInside(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith("/") ? root : `${root}/`);
}

/** What a refused look means for a file; any other error ends the listing, so nothing is deleted. */
export function reasonOf(error: unknown): ObstacleReason {
  const code = errnoOf(error);
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return "missing";
  if (code === "EACCES" || code === "EPERM") return "unreadable";
  throw error;
}
