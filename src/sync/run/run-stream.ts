import { downloadStream } from "../transfer/download-stream.ts";
import { asError, errnoOf } from "../errno.ts";
import type { SyncEvent } from "../report/events.ts";
import { NO_COUNTS } from "../report/sync-counts.ts";
import type { Permission } from "./once-permitted.ts";
import type { SyncOptions } from "../options.ts";
import { type Place, spotAt } from "../sides/place.ts";
import type { BucketStore } from "../ports.ts";
import { uploadStream } from "../transfer/upload-stream.ts";
import { createWorkbench } from "./workbench.ts";

/** The standard streams of a run. */
export interface Pipes {
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly output: (chunk: Uint8Array) => Promise<void>;
}

/** One object to write from a stream, or to read into one. */
export interface StreamRun {
  readonly direction: "upload" | "download";
  readonly place: Extract<Place, { readonly kind: "s3" }>;
  readonly store: BucketStore;
  readonly pipes: Pipes;
  readonly options: SyncOptions;
  readonly expectedSize?: number | undefined;
  readonly signal: AbortSignal;
  readonly permitted?: Permission;
}

const STREAM = { kind: "local", path: "-", only: true } as const;

/** Copies between an object and a stream, and tells what happens as `runSync` does. */
export async function* runStream(run: StreamRun): AsyncGenerator<SyncEvent, void, undefined> {
  const { direction, place, options, signal } = run;
  const { dryrun } = options;
  const [source, destination] = direction === "upload" ? [STREAM, place] : [place, STREAM];
  const [from, to] = [spotAt(source, ""), spotAt(destination, "")];
  yield { type: "started", direction, source, destination, dryrun };
  try {
    const made = await run.permitted?.();
    signal.throwIfAborted();
    const bytes = dryrun ? 0 : await pass(run);
    made?.();
    const reason = "absent";
    yield { type: "transferred", kind: direction, reason, from, to, bytes, dryrun };
    const counts = { ...NO_COUNTS, transferred: 1, transferredBytes: bytes };
    yield { type: "done", counts, exitCode: 0 };
  } catch (thrown) {
    // A reader that goes away stops the run as well, but nobody has interrupted it.
    if (signal.aborted && errnoOf(thrown) !== "EPIPE") {
      yield { type: "cancelled" };
      yield { type: "done", counts: NO_COUNTS, exitCode: options.awsCompat ? 1 : 130 };
      return;
    }
    yield { type: "failed", kind: direction, from, to, error: asError(thrown) };
    yield { type: "done", counts: { ...NO_COUNTS, failed: 1 }, exitCode: 1 };
  }
}

/** Resolves to how many bytes went through. */
async function pass({
  direction,
  place,
  store,
  pipes,
  options,
  ...run
}: StreamRun): Promise<number> {
  const bench = createWorkbench(options, run.signal);
  const object = { store, key: place.prefix };
  if (direction === "download") return downloadStream({ ...object, output: pipes.output }, bench);
  const { expectedSize } = run;
  const expected = expectedSize === undefined ? {} : { expectedSize };
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of pipes.input()) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  await uploadStream({ ...object, input: counted(), ...expected }, bench);
  return bytes;
}
