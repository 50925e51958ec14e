import { runCopy, runRemoval, runSync, type SyncEvent } from "../sync/index.ts";
import type { CheckResult } from "./check-job.ts";
import type { Clients } from "./clients.ts";
import type { Job } from "./job.ts";
import { tryCheckJob } from "./try-check-job.ts";

/** What a run reports: first perhaps that the check stopped it, then the events of the run. */
export type SyncReport = SyncEvent | { readonly type: "refused"; readonly check: CheckResult };

/** Whether to check first, and what stops the run. */
export interface SyncRun {
  readonly check: boolean;
  readonly signal: AbortSignal;
}

/**
 * Runs a job unless a permission is certainly missing. It lists while the check asks; nothing is
 * changed, or told, before the check has answered. What nobody could tell (`unknown`) stops nothing.
 */
export async function* syncOrExplain(
  job: Job,
  clients: Clients,
  { check, signal }: SyncRun,
): AsyncGenerator<SyncReport, void, undefined> {
  if (!check) {
    yield* runJob(job, clients, { signal });
    return;
  }
  const stop = new AbortController();
  const stopToo = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener("abort", stopToo);
  if (signal.aborted) stopToo();
  const checking = tryCheckJob(job, clients, stop.signal);
  const permitted = checking.then(
    (result) => {
      if (result?.verdict === "denied") stop.abort();
    },
    () => {
      stop.abort();
    },
  );
  const events = runJob(job, clients, { signal: stop.signal, permitted });
  try {
    const first = events.next();
    // What goes wrong with it is told once the check has answered.
    first.catch(() => undefined);
    const result = await checking;
    if (result?.verdict === "denied") {
      yield { type: "refused", check: result };
      return;
    }
    for (let next = await first; next.done !== true; next = await events.next()) yield next.value;
  } finally {
    stop.abort();
    signal.removeEventListener("abort", stopToo);
    await events.return();
  }
}

function runJob(
  { work, source, destination, options }: Job,
  clients: Clients,
  run: { readonly signal: AbortSignal; readonly permitted?: Promise<void> },
): AsyncGenerator<SyncEvent, void, undefined> {
  const stores = {
    ...(clients.source && { source: clients.source }),
    ...(clients.destination && { destination: clients.destination }),
  };
  const ends = { source, destination, stores, options, ...run };
  switch (work) {
    case "sync":
      return runSync(ends);
    case "copy":
    case "move":
      return runCopy({ ...ends, moves: work === "move" });
    case "remove":
      if (destination.kind === "local" || stores.destination === undefined) {
        throw new Error("a removal is of objects in a bucket");
      }
      return runRemoval({ place: destination, store: stores.destination, options, ...run });
  }
}
