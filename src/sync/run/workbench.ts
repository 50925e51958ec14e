import type { RunJournal } from "../journal/run-journal.ts";
import type { ListingScope } from "../listing/listing-scope.ts";
import { Files } from "../file-thread/files.ts";
import type { SyncOptions } from "../options.ts";
import { PartBuffers } from "../transfer/part-buffers.ts";
import { Permits } from "./permits.ts";
import type { WriteOptions } from "../ports.ts";
import { ContentTypes } from "../transfer/content-type.ts";
import type { WarningCode } from "../report/warning.ts";

/** Bytes that upload and stream buffers may hold together, unless parts are so large that few would fit. */
const BUFFER_BYTES = 64 * 1024 * 1024;
const PARTS_AT_LEAST = 4;

/** What every transfer of a run shares: limits and the way to stop. */
export interface Workbench {
  readonly options: SyncOptions;
  readonly signal: AbortSignal;
  /** What every write says, with what stops it: one for all, as most writes say no more. */
  readonly write: WriteOptions & { readonly signal: AbortSignal };
  readonly requests: Permits;
  readonly buffers: PartBuffers;
  readonly files: Files;
  readonly types: ContentTypes;
  /** Keeps what whoever goes on with the run needs. */
  readonly journal?: RunJournal | undefined;
  /** The part of both sides that is listed, where it is not all. */
  readonly scope?: ListingScope | undefined;
}

/** What one transfer reports while it runs. */
export interface Reporter {
  readonly moved: (bytes: number) => void;
  /** How many bytes it has in all, where that may be another number than was listed. */
  readonly sized: (bytes: number) => void;
  readonly warn: (code: WarningCode, error?: Error) => Promise<void> | undefined;
}

export function createWorkbench(
  options: SyncOptions,
  signal: AbortSignal,
  rest: Pick<Workbench, "journal" | "scope"> = {},
): Workbench {
  return {
    ...rest,
    options,
    signal,
    write: { ...options.write, signal },
    requests: new Permits(options.maxConcurrentRequests),
    buffers: new PartBuffers(Math.max(BUFFER_BYTES, PARTS_AT_LEAST * options.partSize)),
    files: new Files(signal),
    types: new ContentTypes(),
  };
}

/** The same limits for what is done otherwise. */
export function withOptions(bench: Workbench, options: SyncOptions): Workbench {
  return { ...bench, options, write: { ...options.write, signal: bench.signal } };
}

/** Sends one request when a place is free, unless the run has been stopped. */
export function request<T>(bench: Workbench, send: () => Promise<T>): Promise<T> {
  return bench.requests.use(1, () => {
    bench.signal.throwIfAborted();
    return send();
  });
}
