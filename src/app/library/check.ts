import { UsageError } from "../../aws/index.ts";
import { checkWorld } from "../check-world.ts";
import { checkJob, type CheckResult } from "../check-job.ts";
import { openClients } from "../clients.ts";
import { type Finding, findingsOf } from "../findings.ts";
import type { Job } from "../job.ts";
import { probeJob } from "../probes/probe-job.ts";
import { jobOf, signalOf, type Undertaking, type WorldGiven, worldOf } from "./undertaking.ts";

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
}

/** Says whether a sync has every permission that it takes, before any byte moves. */
export async function check(request: CheckRequest): Promise<CheckAnswer> {
  const job = jobOf(request);
  const { world, probe = false } = request;
  if (world !== undefined && probe) {
    throw new UsageError({
      en: "cannot probe a world: `probe` sends requests to AWS; leave one of them out",
      ja: "ワールドでは試行できません。`probe` は AWS にリクエストを送ります。どちらかを外してください",
    });
  }
  const result =
    world === undefined
      ? await checkLive(job, request)
      : await checkWorld(job, await worldOf(world));
  return { ...result, findings: findingsOf(result) };
}

async function checkLive(job: Job, request: CheckRequest): Promise<CheckResult> {
  const clients = await openClients(job);
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
