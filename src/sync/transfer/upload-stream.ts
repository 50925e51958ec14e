import { ToldError, toldIn } from "../../aws/index.ts";
import { asError } from "../errno.ts";
import { inParallel } from "../run/in-parallel.ts";
import { partSizeFor } from "./parts.ts";
import { partsUnderWay } from "./parts-under-way.ts";
import type { BucketStore, MultipartUpload, UploadedPart } from "../ports.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** Bytes of unknown number to write to a bucket under a full key. */
export interface StreamUpload {
  readonly input: AsyncIterable<Uint8Array>;
  readonly store: BucketStore;
  readonly key: string;
  /** What the sender expects: parts are made large enough for it. */
  readonly expectedSize?: number;
}

/** Uploads what arrives, in one request where it is small, else in parts while it arrives. */
export async function uploadStream(job: StreamUpload, bench: Workbench): Promise<void> {
  const { store, key } = job;
  const { options, signal } = bench;
  const partSize = partSizeFor(job.expectedSize ?? 0, options.partSize);
  const parts = partsIn(job.input, partSize);
  const first = await parts.next();
  const body = first.done === true ? new Uint8Array() : first.value;
  const second = await parts.next();
  if (second.done === true) {
    await request(bench, () => store.putObject(key, body, { ...options.write, signal }));
    return;
  }
  const bodies = rejoined([body, second.value], parts);
  await inParts({ store, key, bodies, partSize }, bench);
}

interface InParts extends Pick<StreamUpload, "store" | "key"> {
  readonly bodies: AsyncIterable<Uint8Array>;
  readonly partSize: number;
}

async function inParts({ store, key, bodies, partSize }: InParts, bench: Workbench): Promise<void> {
  const { signal, options } = bench;
  const { ifNoneMatch, ...write } = options.write;
  const { sseCustomer } = write;
  const upload = await request(bench, () => store.createMultipartUpload(key, { ...write, signal }));
  const sent: UploadedPart[] = [];
  try {
    const workers = Math.min(partsUnderWay(partSize), options.maxConcurrentRequests);
    await inParallel(numbered(bodies), { workers, lookahead: 1 }, async (part) => {
      const how = { signal, ...(sseCustomer && { sseCustomer }) };
      sent.push(await request(bench, () => store.uploadPart(upload, part, how)));
    });
    sent.sort((a, b) => a.partNumber - b.partNumber);
    const how = {
      signal,
      ...(ifNoneMatch && { ifNoneMatch }),
      ...(sseCustomer && { sseCustomer }),
    };
    await request(bench, () => store.completeMultipartUpload(upload, sent, how));
  } catch (error) {
    throw await abandoned({ store, upload }, asError(error));
  }
}

/** What went wrong, and that the parts stay and are billed where even the abort is refused. */
async function abandoned(
  { store, upload }: { readonly store: BucketStore; readonly upload: MultipartUpload },
  error: Error,
): Promise<Error> {
  try {
    await store.abortMultipartUpload(upload);
    return error;
  } catch (refusal) {
    const why = asError(refusal).message;
    return new ToldError({
      en: `${error.message}; its parts stay in the bucket and are billed: ${why}`,
      ja: `${toldIn(error, "ja")}。パートはバケットに残り、料金がかかります: ${why}`,
    });
  }
}

interface Part {
  readonly partNumber: number;
  readonly body: Uint8Array;
}

async function* numbered(bodies: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  let partNumber = 0;
  for await (const body of bodies) {
    partNumber++;
    if (partNumber > 10_000) {
      throw new ToldError({
        en: "cannot upload: the stream has more than 10,000 parts; say how long it is with `--expected-size BYTES`",
        ja: "アップロードできません。ストリームが 10,000 パートを超えました。長さを `--expected-size BYTES` で指定してください",
      });
    }
    yield { partNumber, body };
  }
}

async function* rejoined(
  taken: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* taken;
  yield* rest;
}

/** What arrives, in pieces of one size; the last may be shorter. */
async function* partsIn(
  input: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of input) {
    let rest = chunk;
    while (held + rest.length >= size) {
      const taken = rest.subarray(0, size - held);
      yield Buffer.concat([...pieces, taken]);
      rest = rest.subarray(taken.length);
      pieces = [];
      held = 0;
    }
    if (rest.length > 0) pieces.push(Buffer.from(rest));
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(pieces);
}
