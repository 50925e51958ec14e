import { type FileHandle, open } from "node:fs/promises";
import type { Stats } from "node:fs";
import { changedFile } from "./changed-file.ts";
import { sumOf } from "./checksum.ts";
import { contentTypeOf } from "./content-type.ts";
import { errnoOf } from "./errno.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import type { SyncOptions } from "./options.ts";
import { lengthOf } from "./parts.ts";
import type { BucketStore, ByteRange, WriteOptions } from "./ports.ts";
import { uploadSmall } from "./small-upload.ts";
import { SkippedFile } from "./warning.ts";
import { type Reporter, request, type Workbench } from "./workbench.ts";

/** A file to write to a bucket under a full key. */
export interface Upload {
  readonly path: string;
  readonly store: BucketStore;
  readonly key: string;
}

/** Uploads a file as it is now, in one request or in parts; fails if it changes meanwhile. */
export async function upload(job: Upload, bench: Workbench, reporter: Reporter): Promise<void> {
  const write = writeOptionsFor(job.key, bench.options);
  if (await uploadSmall({ ...job, write }, bench, reporter)) return;
  const handle = await openToRead(job.path);
  try {
    const file = { handle, path: job.path, before: await handle.stat() };
    const isLarge = file.before.size >= bench.options.multipartThreshold;
    await (isLarge ? inParts : whole)({ ...job, file }, bench, reporter);
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

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const code = errnoOf(error);
    if (code === "EACCES" || code === "EPERM") throw new SkippedFile("unreadable");
    throw error;
  }
}

async function whole(job: OpenUpload, bench: Workbench, reporter: Reporter): Promise<void> {
  const { file, store, key } = job;
  const { size } = file.before;
  await bench.buffers.use(size, async () => {
    const body = await readRange(file, { start: 0, end: size - 1 });
    await checkUnchanged(file);
    const { signal } = bench;
    await request(bench, () =>
      store.putObject(key, body, { ...writeOptionsFor(key, bench.options), signal }),
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
    write: writeOptionsFor(key, bench.options),
    sendPart: (upload, { partNumber, range }) =>
      bench.buffers.use(lengthOf(range), async () => {
        signal.throwIfAborted();
        const body = await readRange(file, range);
        return request(bench, () =>
          store.uploadPart(
            upload,
            { partNumber, body },
            { signal, ...(sseCustomer && { sseCustomer }) },
          ),
        );
      }),
    isSame: (upload, { checksum }, range) =>
      bench.buffers.use(lengthOf(range), async () => {
        const { value } = sumOf(upload.checksumAlgorithm, await readRange(file, range));
        return checksum === value;
      }),
    beforeComplete: () => checkUnchanged(file),
  };
  await writeInParts(write, bench, reporter);
}

/** What a write carries: a type that is given beats one that the extension says. */
export function writeOptionsFor(key: string, options: SyncOptions): WriteOptions {
  const { write, guessMimeType } = options;
  const contentType = write.contentType ?? (guessMimeType ? contentTypeOf(key) : undefined);
  return contentType === undefined ? write : { ...write, contentType };
}

async function readRange(file: OpenFile, range: ByteRange): Promise<Uint8Array> {
  const length = lengthOf(range);
  const body = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const rest = length - filled;
    const { bytesRead } = await file.handle.read(body, filled, rest, range.start + filled);
    if (bytesRead === 0) throw changedFile(file.path);
    filled += bytesRead;
  }
  return body;
}

async function checkUnchanged(file: OpenFile): Promise<void> {
  const after = await file.handle.stat();
  if (after.size !== file.before.size || after.mtimeMs !== file.before.mtimeMs)
    throw changedFile(file.path);
}
