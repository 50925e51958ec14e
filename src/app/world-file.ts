import { dirname, resolve } from "node:path";
import { worldOfText } from "../access/index.ts";
import type { World } from "../policy/index.ts";
import { readTextFile } from "./read-text-file.ts";

/**
 * Reads a world from a YAML or JSON file; every mistake in it is a `UsageError` with its line. Directories
 * that it names are beside it.
 */
export async function readWorldFile(path: string): Promise<World> {
  const world = worldOfText(await readTextFile(path, "world"), path);
  return withFilesIn(dirname(resolve(path)), world);
}

function withFilesIn(directory: string, world: World): World {
  const accounts = Object.entries(world.accounts).map(([id, account]) => {
    const buckets = Object.entries(account.buckets).map(([name, bucket]) => {
      const { files } = bucket;
      return [name, files === undefined ? bucket : { ...bucket, files: resolve(directory, files) }];
    });
    return [id, { ...account, buckets: Object.fromEntries(buckets) as typeof account.buckets }];
  });
  return { ...world, accounts: Object.fromEntries(accounts) as World["accounts"] };
}
