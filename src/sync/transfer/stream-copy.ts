import { ChangedSource } from "./changed-source.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import { isLarge } from "./is-large.ts";
import { keptProperties, noteLateTags, writeLateTags } from "./kept-properties.ts";
import { type MultipartWrite, writeInParts } from "./multipart.ts";
import { lengthOf } from "./parts.ts";
import { pinnedEntry } from "./pinned-entry.ts";
import type { ByteRange, ObjectHead } from "../ports.ts";
import { receive, type Received } from "./receive.ts";
import { SumOfPieces } from "../checksum/sum-of-pieces.ts";
import { requireSameParts, requireSameSums } from "./verify-copy.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** Copies an object by reading it as one identity and writing it as another. */
export async function streamCopy(
  listed: CopyJob,
  bench: Workbench,
  reporter: Reporter,
): Promise<void> {
  if (!isLarge(listed.entry, bench)) return whole(listed, bench, reporter);
  const sseCustomer = bench.options.sourceCustomerKey;
  const head = await headOf({ ...listed.from, entry: listed.entry, sseCustomer }, bench);
  const job = { ...listed, entry: pinnedEntry(listed.entry, head) };
  reporter.sized(job.entry.size);
  if (!isLarge(job.entry, bench)) return whole(job, bench, reporter);
  return inParts(job, head, { bench, reporter });
}

async function whole(job: CopyJob, bench: Workbench, reporter: Reporter): Promise<void> {
  const { to, entry } = job;
  const { signal } = bench;
  await bench.buffers.use(entry.size, async (body) => {
    const received = await read(job, { into: body }, bench);
    const { write, lateTags } = await keptProperties(job, received, { bench, reporter });
    await noteLateTags(job, lateTags, bench);
    await request(bench, () => to.store.putObject(to.key, body, { ...write, signal }));
    await writeLateTags(job, lateTags, { bench, reporter });
  });
  reporter.moved(entry.size);
}

async function inParts(
  job: CopyJob,
  head: ObjectHead | undefined,
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<void> {
  const { to, entry } = job;
  const { signal } = bench;
  const sums = new SumOfPieces(head?.sums ?? []);
  const kept = await keptProperties(job, head, { bench, reporter });
  const write = { ...sums.algorithm, ...kept.write };
  const { sseCustomer } = write;
  const parts: MultipartWrite = {
    store: to.store,
    key: to.key,
    source: entry,
    write,
    sendPart: (upload, { partNumber, range }) =>
      bench.buffers.use(lengthOf(range), async (body) => {
        await read(job, { range, into: body }, bench);
        sums.add(partNumber, body);
        return request(bench, () =>
          to.store.uploadPart(
            upload,
            { partNumber, body },
            { signal, ...(sseCustomer && { sseCustomer }) },
          ),
        );
      }),
    // S3 sends no sum with a range, so only all of them together show a byte that is another.
    beforeComplete: (sent) => {
      sums.require(sent.parts.length, job.from);
      // Parts that an earlier run has sent are not among the pieces.
      requireSameParts(job, head?.sums ?? [], sent);
      return noteLateTags(job, kept.lateTags, bench);
    },
  };
  const written = await writeInParts(parts, bench, reporter);
  requireSameSums(job, head?.sums ?? [], written.sums);
  await writeLateTags(job, kept.lateTags, { bench, reporter });
}

interface Piece {
  /** The whole object when undefined. */
  readonly range?: ByteRange;
  /** As long as what is read. */
  readonly into: Buffer;
}

/** Reads the listed version, whole or a range of it, into memory: S3 answers 412 for another one. */
async function read(job: CopyJob, { range, into }: Piece, bench: Workbench): Promise<Received> {
  const { from, entry } = job;
  const accept = (chunk: Uint8Array, position: number): Promise<void> => {
    if (position + chunk.length > into.length) return Promise.reject(new ChangedSource(from));
    into.set(chunk, position);
    return Promise.resolve();
  };
  const part = range === undefined ? {} : { range, overwrites: "own" as const };
  const ifMatch = entry.etag;
  const wanted = { store: from.store, key: from.key, ifMatch, accept, ...part };
  const received = await receive(wanted, bench);
  if (range === undefined && received.size !== into.length) throw new ChangedSource(from);
  return received;
}
