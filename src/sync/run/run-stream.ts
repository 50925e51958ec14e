import { downloadStream } from "../transfer/download-stream.ts";
import { asError } from "../errno.ts";
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

/** Copies between an object and a stream; like the AWS CLI it says nothing but what went wrong. */
export async function* runStream(run: StreamRun): AsyncGenerator<SyncEvent, void, undefined> {
  const { direction, place, options, signal } = run;
  try {
    const made = await run.permitted?.();
    signal.throwIfAborted();
    if (!options.dryrun) await pass(run);
    made?.();
    yield { type: "done", counts: { ...NO_COUNTS, transferred: 1 }, exitCode: 0 };
  } catch (thrown) {
    if (signal.aborted) {
      yield { type: "cancelled" };
      yield { type: "done", counts: NO_COUNTS, exitCode: options.awsCompat ? 1 : 130 };
      return;
    }
    const [stream, object] = [{ kind: "local", path: "-" } as const, spotAt(place, "")];
    const ends =
      direction === "upload" ? { from: stream, to: object } : { from: object, to: stream };
    yield { type: "failed", kind: direction, ...ends, error: asError(thrown) };
    yield { type: "done", counts: { ...NO_COUNTS, failed: 1 }, exitCode: 1 };
  }
}

function pass({ direction, place, store, pipes, options, ...run }: StreamRun): Promise<void> {
  const bench = createWorkbench(options, run.signal);
  const object = { store, key: place.prefix };
  if (direction === "download") return downloadStream({ ...object, output: pipes.output }, bench);
  const { expectedSize } = run;
  const expected = expectedSize === undefined ? {} : { expectedSize };
  return uploadStream({ ...object, input: pipes.input(), ...expected }, bench);
}
