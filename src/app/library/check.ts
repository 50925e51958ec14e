import { UsageError } from "../../aws/index.ts";
import { checkWorld } from "../check-world.ts";
import { checkJob, type CheckResult } from "../check-job.ts";
import { settledJob, type SettledJob } from "../settled-job.ts";
import { type Finding, findingsOf } from "../findings.ts";
import type { Job } from "../job.ts";
import { settleIdentities } from "../settle-identities.ts";
import type { Way } from "../way.ts";
import { settleInWorld } from "../settle-in-world.ts";
import { probeJob } from "../probes/probe-job.ts";
import { readingOf, signalOf, type Undertaking, type WorldGiven, worldOf } from "./undertaking.ts";

/** What `check` is asked. */
export interface CheckRequest extends Undertaking {
  /** Asked instead of AWS: nothing is sent, and `profile` names one of the world's. */
  readonly world?: WorldGiven;
  /** Whether each kind of request is also tried with AWS, without effect; not with `world`. */
  readonly probe?: boolean;
}

/** What a sync may do, and what stops it. */
export interface CheckAnswer extends CheckResult {
  /** The denied permissions, grouped by what stops them, each with AWS's text, its causes and its remedy. */
  readonly findings: readonly Finding[];
  /** How data would go between the buckets of two identities. */
  readonly way?: Way;
}

/** Says whether a sync has every permission that it takes, before any byte moves. */
export async function check(request: CheckRequest): Promise<CheckAnswer> {
  const { world: given, probe = false } = request;
  if (given !== undefined && probe) {
    throw new UsageError({
      en: "cannot probe a world: `probe` sends requests to AWS; leave one of them out",
      ja: "ワールドでは試行できません。`probe` は AWS にリクエストを送ります。どちらかを外してください",
    });
  }
  const world = given === undefined ? undefined : await worldOf(given);
  const how = { checks: true, probes: probe, signal: signalOf(request) };
  const { job, way, open } = await settledJob(readingOf(request), (run) =>
    world === undefined ? settleIdentities(run, how) : settleInWorld(run, world),
  );
  const result =
    world === undefined ? await checkLive(job, open, request) : await checkWorld(job, world);
  return { ...result, findings: findingsOf(result), ...(way && { way }) };
}

async function checkLive(
  job: Job,
  open: SettledJob["open"],
  request: CheckRequest,
): Promise<CheckResult> {
  const clients = await open(job);
  const signal = signalOf(request);
  try {
    const result = await checkJob(job, clients, { signal });
    return request.probe === true
      ? await probeJob({ job, check: result }, clients, signal)
      : result;
  } finally {
    await clients.close();
  }
}
