import { AwsError } from "../aws/index.ts";
import { WireError } from "../client/index.ts";
import type { CheckResult } from "./check-job.ts";
import type { AskedClients } from "./clients.ts";
import type { Job } from "./job.ts";

/**
 * Checks a job, where it can be; undefined where nobody could tell even who asks. Services other than
 * AWS's know nothing of that; and what is wrong with a request itself, the run will be told as well.
 */
export async function tryCheckJob(
  job: Job,
  clients: AskedClients,
  signal: AbortSignal,
): Promise<CheckResult | undefined> {
  // Loaded only now: what decides permissions is more than what copies, and a run can do without it.
  const { checkJob } = await import("./check-job.ts");
  return unlessUntold(checkJob(job, clients, { signal }), signal);
}

/** What was found out; undefined where AWS or the way to it failed, which the run will be told as well. */
export async function unlessUntold<T>(
  asked: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AwsError || error instanceof WireError || signal.aborted) return undefined;
    throw error;
  }
}
