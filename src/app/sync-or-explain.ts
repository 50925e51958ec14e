import { runSync, type SyncEvent } from "../sync/index.ts";
import { checkJob, type CheckResult } from "./check-job.ts";
import type { Clients } from "./clients.ts";
import type { Job } from "./job.ts";

/** What a sync reports: first perhaps that the check stopped it, then the events of the run. */
export type SyncReport = SyncEvent | { readonly type: "refused"; readonly check: CheckResult };

/** Whether to check first, and what stops the run. */
export interface SyncRun {
  readonly check: boolean;
  readonly signal: AbortSignal;
}

/**
 * Checks a job, and runs it unless a permission is certainly missing. What nobody could tell
 * (`unknown`) stops nothing.
 */
export async function* syncOrExplain(
  job: Job,
  clients: Clients,
  { check, signal }: SyncRun,
): AsyncGenerator<SyncReport, void, undefined> {
  if (check) {
    const result = await checkJob(job, clients, signal);
    if (result.verdict === "denied") {
      yield { type: "refused", check: result };
      return;
    }
  }
  const { source, destination } = clients;
  yield* runSync({
    source: job.source,
    destination: job.destination,
    stores: { ...(source && { source }), ...(destination && { destination }) },
    options: job.options,
    signal,
  });
}
