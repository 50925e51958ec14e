import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Job } from "./job.ts";
import { lookAtFiles } from "./look-at-files.ts";
import type { SizeSample } from "./size-sample.ts";

/** What a job would read of files, as far as a short look tells; undefined of buckets and streams. */
export async function lookAtSource({
  source,
  options,
  work,
}: Job): Promise<SizeSample | undefined> {
  if (source.kind !== "local" || work === "stream") return undefined;
  const { path, only } = source;
  if (only !== true) return lookAtFiles(path, options.followSymlinks);
  try {
    return { entries: [{ key: basename(path), size: (await stat(path)).size }], isWhole: true };
  } catch {
    return undefined;
  }
}
