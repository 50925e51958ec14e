import { type FileHandle, open } from "node:fs/promises";
import { type Stats, statSync } from "node:fs";
import { changedFile } from "./changed-file.ts";
import { sumOf } from "../checksum/checksum.ts";
import { isLarge } from "./is-large.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import {
  type FileState,
  flagsToRead,
  isOther,
  requireFile,
  whyNotOpened,
} from "../sides/open-source.ts";
import type { SyncOptions } from "../options.ts";
import { lengthOf } from "./parts.ts";
import type { BucketStore, ByteRange, WriteOptions } from "../ports.ts";
import { uploadSmall } from "./small-upload.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** A file to write to a bucket under a full key. */
export interface Upload {
  readonly path: string;
  readonly store: BucketStore;
  readonly key: string;
}

/** How often a file is sent that changes each time while it is sent. */
const ATTEMPTS = 3;

/**
 * Uploads a file as it is, in one request or in parts; fails if it changes while it is read. One
 * that has changed when it is sent is sent again: the object is newer than the change, so another sync
 * would see nothing to do.
 */
export async function upload(job: Upload, bench: Workbench, reporter: Reporter): Promise<void> {
  const attempts = bench.options.noOverwrite ? 1 : ATTEMPTS;
  for (let attempt = 1; ; attempt++) {
    const sent = await uploadOnce(job, bench, reporter);
    if (!hasChanged(job.path, sent)) return;
    if (attempt === attempts) throw changedFile(job.path);
  }
}

/** Not in a turn of its own, because it is asked for every file. One that is gone is as it was. */
function hasChanged(path: string, sent: FileState): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now !== undefined && isOther(sent, now);
}

async function uploadOnce(job: Upload, bench: Workbench, reporter: Reporter): Promise<FileState> {
  const write = writeOptionsFor(job.key, bench);
  const sent = await uploadSmall({ ...job, write }, bench, reporter);
  if (sent !== undefined) return sent;
  const handle = await openToRead(job.path, bench.options);
  try {
    const before = await handle.stat();
    requireFile(before);
    const file = { handle, path: job.path, before };
    await (isLarge(before, bench) ? inParts : whole)({ ...job, file }, bench, reporter);
    return before;
  } finally {
    await handle.close();
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
  readonly before: Stats;
}

type OpenUpload = Upload & { readonly file: OpenFile };

async function openToRead(path: string, options: SyncOptions): Promise<FileHandle> {
  try {
    return await open(path, flagsToRead(options));
  } catch (error) {
    throw whyNotOpened(error);
  }
}

async function whole(job: OpenUpload, bench: Workbench, reporter: Reporter): Promise<void> {
  const { file, store, key } = job;
  const { size } = file.before;
  await bench.buffers.use(size, async (body) => {
    await readRange(file, { start: 0, end: size - 1 }, body);
    await checkUnchanged(file);
    const { signal } = bench;
    await request(bench, () =>
      store.putObject(key, body, { ...writeOptionsFor(key, bench), signal }),
    );
  });
  reporter.moved(size);
}

async function inParts(job: OpenUpload, bench: Workbench, reporter: Reporter): Promise<void> {
  const { file, store, key } = job;
  const { signal } = bench;
  const { sseCustomer } = bench.options.write;
  const write: MultipartWrite = {
    store,
    key,
    source: { size: file.before.size, modifiedMs: file.before.mtimeMs },
    write: writeOptionsFor(key, bench),
    sendPart: (upload, { partNumber, range }) =>
      bench.buffers.use(lengthOf(range), async (body) => {
        signal.throwIfAborted();
        await readRange(file, range, body);
        return request(bench, () =>
          store.uploadPart(
            upload,
            { partNumber, body },
            { signal, ...(sseCustomer && { sseCustomer }) },
          ),
        );
      }),
    isSame: (upload, { checksum }, range) =>
      bench.buffers.use(lengthOf(range), async (body) => {
        await readRange(file, range, body);
        return checksum === sumOf(upload.checksumAlgorithm, body).value;
      }),
    beforeComplete: () => checkUnchanged(file),
  };
  await writeInParts(write, bench, reporter);
}

/** What a write carries: a type that is given beats one that the extension says. */
export function writeOptionsFor(
  key: string,
  { options, types }: Pick<Workbench, "options" | "types">,
): WriteOptions {
  const { write, guessMimeType } = options;
  const contentType = write.contentType ?? (guessMimeType ? types.of(key) : undefined);
  return contentType === undefined ? write : { ...write, contentType };
}

async function readRange(file: OpenFile, { start }: ByteRange, body: Buffer): Promise<void> {
  let filled = 0;
  while (filled < body.length) {
    const rest = body.length - filled;
    const { bytesRead } = await file.handle.read(body, filled, rest, start + filled);
    if (bytesRead === 0) throw changedFile(file.path);
    filled += bytesRead;
  }
}

async function checkUnchanged(file: OpenFile): Promise<void> {
  const after = await file.handle.stat();
  if (isOther(file.before, after)) throw changedFile(file.path);
}
