import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { errnoOf } from "../errno.ts";
import { headOf } from "../transfer/examine.ts";
import type { Ends } from "./open-sides.ts";
import { nodeAt } from "../transfer/open-node.ts";
import { spotAt } from "./place.ts";
import type { Entry } from "../ports.ts";
import type { Workbench } from "../run/workbench.ts";

/** What a copy to a key would replace: looked at alone, because a copy lists no destination. */
export async function replacedEntry(
  { destination, stores }: Pick<Ends, "destination" | "stores">,
  key: string,
  bench: Workbench,
): Promise<Entry | undefined> {
  const spot = spotAt(destination, key);
  // Only the place itself tells under which name a single copy arrives.
  const path = spot.kind === "s3" ? spot.key : spot.path;
  const name = destination.only === true ? basename(path) : key;
  if (spot.kind === "local") return fileAt(spot.path, name);
  if (stores.destination === undefined) return undefined;
  const unknown = { key: name, size: 0, modifiedMs: 0 };
  const { sseCustomer } = bench.options.write;
  const object = { store: stores.destination, key: spot.key, entry: unknown, sseCustomer };
  const head = await headOf(object, bench);
  return head && { key: name, size: head.size, modifiedMs: head.modifiedMs, etag: head.etag };
}

async function fileAt(path: string, key: string): Promise<Entry | undefined> {
  // What is written into is not replaced, and some of it never ends.
  if ((await nodeAt(path)) !== undefined) return undefined;
  try {
    const { size, mtimeMs } = await stat(path);
    return { key, size, modifiedMs: mtimeMs };
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
