import { runSync, type SyncEvent, type SyncOptions } from "../../src/sync/index.ts";
import { beginJournal, resumeJournal } from "../../src/sync/journal/open-journal.ts";
import type { RunJournal } from "../../src/sync/journal/run-journal.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf } from "./run.ts";

export const COPY: readonly [string, string] = ["s3://from", "s3://to"];
export const SMALL_PARTS: Partial<SyncOptions> = { multipartThreshold: 20, partSize: 9 };
export const LARGE: string = "0123456789".repeat(4);

export function begun(directory: string): Promise<RunJournal> {
  const command = { cwd: "/", positionals: [], given: [], job: "job", endpoint: undefined };
  return beginJournal({ directory, isGiven: false }, command);
}

export function resumed(directory: string): Promise<RunJournal> {
  return resumeJournal({ directory, isGiven: false }, undefined);
}

export interface Ended {
  readonly events: readonly SyncEvent[];
  readonly exitCode: number | undefined;
}

/** Runs with a journal to the end; what has been sent until then is forgotten. */
export async function run(
  cloud: MemoryCloud,
  journal: RunJournal,
  {
    ends = COPY,
    options = {},
    signal,
  }: {
    readonly ends?: readonly [string, string];
    readonly options?: Partial<SyncOptions>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Ended> {
  cloud.calls.length = 0;
  const events: SyncEvent[] = [];
  const job = { ...jobOf(cloud, ends, options), journal, ...(signal && { signal }) };
  for await (const event of runSync(job)) events.push(event);
  const last = events.at(-1);
  return { events, exitCode: last?.type === "done" ? last.exitCode : undefined };
}

export function cloudOf(objects: Readonly<Record<string, string>>): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const [key, body] of Object.entries(objects)) cloud.bucket("from").seed(key, body);
  return cloud;
}

/** Keys `k000` to `k999`. */
export function manyObjects(): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: 1_000 }, (_, at) => [`k${String(at).padStart(3, "0")}`, "1"]),
  );
}

/** Stops a run when a condition holds, as Ctrl-C does. */
export function stoppingWhen(
  cloud: MemoryCloud,
  holds: (call: MemoryCloud["calls"][number]) => boolean,
): AbortSignal {
  const stop = new AbortController();
  cloud.fault = (call) => {
    if (holds(call)) stop.abort();
    return undefined;
  };
  return stop.signal;
}

export function calls(cloud: MemoryCloud, operation: string): readonly string[] {
  return cloud.calls.flatMap((call) =>
    call.operation === operation
      ? [call.detail === undefined ? call.key : `${call.key} ${call.detail}`]
      : [],
  );
}
