import { openClients } from "../clients.ts";
import { type SyncReport, syncOrExplain } from "../sync-or-explain.ts";
import { jobOf, signalOf, type Undertaking } from "./undertaking.ts";

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
  const job = jobOf(request);
  const clients = await openClients(job);
  try {
    const run = { check: request.check ?? true, signal: signalOf(request) };
    yield* syncOrExplain(job, clients, run);
  } finally {
    await clients.close();
  }
}
