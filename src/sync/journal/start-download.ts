import type { Entry } from "../ports.ts";
import { TemporaryFile } from "../transfer/temporary-file.ts";
import type { Workbench } from "../run/workbench.ts";

/** A download in parts to begin, or to go on with. */
export interface DownloadStart {
  /** The full key. */
  readonly key: string;
  readonly entry: Entry;
  /** Where its file is to be. */
  readonly directory: string;
}

/** A file that takes parts, and the sums of those that a process before this one says it wrote. */
export interface StartedDownload {
  readonly file: TemporaryFile;
  readonly sums: ReadonlyMap<number, string>;
}

/** Goes on with a file that another process of this run left, or begins one. */
export async function startDownload(
  { key, entry, directory }: DownloadStart,
  { journal, options }: Workbench,
): Promise<StartedDownload> {
  if (journal === undefined) return { file: await TemporaryFile.create(directory), sums: NONE };
  const { tag } = journal;
  const { size, modifiedMs, etag } = entry;
  const stamp = JSON.stringify([size, modifiedMs, etag, options.partSize]);
  const left = journal.takeFile(key, stamp);
  const taken = left && (await TemporaryFile.takeOver(left.path, { directory, tag }));
  const file = taken ?? (await TemporaryFile.create(directory, tag));
  await journal.fileBegun({ t: "file", key, path: file.path, stamp });
  const sums = taken === undefined ? NONE : (left?.parts ?? NONE);
  for (const [start, sum] of sums) journal.filePart(file.path, start, sum);
  return { file, sums };
}

const NONE: ReadonlyMap<number, string> = new Map();
