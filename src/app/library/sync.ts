import { settledJob } from "../settled-job.ts";
import { type SyncReport, syncOrExplain } from "../sync-or-explain.ts";
import { settleIdentities } from "../settle-identities.ts";
import { readingOf, signalOf, type Undertaking } from "./undertaking.ts";

/** A sync as `sync` takes it: whoever signs in runs it, and nobody else is asked about. */
export interface SyncRequest extends Omit<Undertaking, "principal"> {
  /** Whether every permission is checked before the first byte; `true` when absent. */
  readonly check?: boolean;
}

/**
 * Makes the destination what the source is, and tells each thing as it happens. The first event is `refused`, and the
 * only one, when a permission is certainly missing; else `done` is the last. Who stops listening stops the run.
 */
export async function* sync(request: SyncRequest): AsyncGenerator<SyncReport, void, undefined> {
  const signal = signalOf(request);
  const check = request.check ?? true;
  const how = { checks: check, probes: request.options?.dryrun !== true, signal };
  const { job, way, open } = await settledJob(readingOf(request), (run) =>
    settleIdentities(run, how),
  );
  const clients = await open(job);
  try {
    yield* syncOrExplain(job, clients, { check, signal, way });
  } finally {
    await clients.close();
  }
}
