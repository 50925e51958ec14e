import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ExcludedKeys } from "./excluded-keys.ts";
import { isInScope, type ListingScope } from "./listing-scope.ts";
import { type Names, readNames, reasonOf } from "./read-names.ts";
import type { SideListing } from "./side-listing.ts";
import type { Obstacle, ObstacleReason, Sighting } from "./sighting.ts";

/** The rules for links on a walk. */
export interface LinkRules {
  readonly followSymlinks: boolean;
  /** Makes a linked directory outside the root an obstacle: a destination's rule. */
  readonly staysInside: boolean;
  /** Removes what downloads that were killed left behind: a destination's rule. */
  readonly sweep?: ((path: string) => Promise<void>) | undefined;
  /** What to list, where it is not all: nothing else is looked at, nor walked into. */
  readonly scope?: ListingScope | undefined;
  /** What need not be walked into. */
  readonly excluded?: ExcludedKeys | undefined;
}

interface DirectoryPlace {
  readonly path: string;
  readonly real: string;
  readonly prefix: string;
}

/** A directory on the way: its names, and how many of them are done. */
interface Frame extends DirectoryPlace {
  readonly names: Names;
  next: number;
}

interface Look {
  readonly key: string;
  readonly path: string;
  readonly obstacle?: ObstacleReason | undefined;
}

const PAGE = 1_000;
/** Files looked at together: enough to keep Node's file-system threads busy. */
const LOOK_BATCH = 128;

/**
 * Every file under a directory in UTF-8 order of its whole relative key, as S3 would list it.
 * It holds the names of the directories on the way to the current one, and one page.
 */
export async function* localListing(
  root: string,
  rules: LinkRules,
): AsyncGenerator<readonly Sighting[], void, undefined> {
  const stack = [await openRoot(root, rules)];
  let page: Sighting[] = [];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const looks = filesAhead(frame);
    const name = frame.names.sorted[frame.next];
    if (looks.length > 0) {
      page.push(...(await Promise.all(looks.map(look))));
    } else if (name === undefined) {
      stack.pop();
    } else {
      frame.next++;
      if (rules.excluded?.hasAllUnder(frame.prefix + name) === true) continue;
      const opened = await openChild(frame, name, { stack, rules });
      if ("obstacle" in opened) page.push(opened);
      else stack.push(opened);
    }
    if (page.length >= PAGE) {
      yield page;
      page = [];
    }
  }
  yield page;
}

/** The listing of a root that is not a directory: nothing is in it, and nothing is known about it. */
export async function* obstructedListing(): SideListing {
  yield await Promise.resolve([{ key: "", obstacle: "missing" as const, tree: true }]);
}

/** The listing of a directory that is not there. */
export async function* emptyListing(): SideListing {
  yield await Promise.resolve([]);
}

async function openRoot(path: string, rules: LinkRules): Promise<Frame> {
  const real = await realpath(path);
  const names = await readNames({ path, reals: [real], ...rules });
  return { path, real, prefix: "", names: namesInScope(names, "", rules.scope), next: 0 };
}

function namesInScope(names: Names, prefix: string, scope: ListingScope | undefined): Names {
  if (scope === undefined) return names;
  return { ...names, sorted: names.sorted.filter((name) => isInScope(prefix + name, scope)) };
}

/** A directory that cannot be read hides its whole tree: nothing under it may count as deleted. */
async function openChild(
  parent: Frame,
  name: string,
  walk: { readonly stack: readonly Frame[]; readonly rules: LinkRules },
): Promise<Frame | Obstacle> {
  const prefix = parent.prefix + name;
  const path = join(parent.path, name);
  const real = parent.names.links.get(name) ?? join(parent.real, name.slice(0, -1));
  const reals = [...walk.stack.map((frame) => frame.real), real];
  try {
    const names = await readNames({ path, reals, ...walk.rules });
    return { path, real, prefix, names: namesInScope(names, prefix, walk.rules.scope), next: 0 };
  } catch (error) {
    return { key: prefix, obstacle: reasonOf(error), tree: true };
  }
}

/** Takes the next names that are not directories to walk into. */
function filesAhead(frame: Frame): readonly Look[] {
  const { sorted, obstacles } = frame.names;
  const looks: Look[] = [];
  for (; looks.length < LOOK_BATCH; frame.next++) {
    const name = sorted[frame.next];
    if (name === undefined) break;
    const obstacle = obstacles.get(name);
    if (name.endsWith("/") && obstacle === undefined) break;
    looks.push({ key: frame.prefix + name, path: join(frame.path, name), obstacle });
  }
  return looks;
}

async function look({ key, path, obstacle }: Look): Promise<Sighting> {
  if (obstacle !== undefined) return { key, obstacle, tree: key.endsWith("/") };
  try {
    const found = await stat(path);
    if (!found.isFile()) return { key, obstacle: "special", tree: false };
    return { key, size: found.size, modifiedMs: found.mtimeMs };
  } catch (error) {
    return { key, obstacle: reasonOf(error), tree: false };
  }
}
