import { type Facts, judge, needsOf } from "../access/index.ts";
import type { Side } from "../aws/index.ts";
import { decisionVerdict } from "../policy/index.ts";
import type { CheckResult } from "./check-job.ts";
import type { Job } from "./job.ts";

/**
 * Whether what was read for two identities already denies a job to the one that acts on a side: then nobody need be asked
 * more. What was not asked of a bucket for its own people counts as open, and keys are left out, as whose they are depends on
 * who writes: a job that is not ruled out may be denied.
 */
export function isRuledOut(job: Job, side: Side, { perspectives }: CheckResult): boolean {
  const own = perspectives.find(({ answers }) => answers.some(({ need }) => need.side === side));
  if (own === undefined) return false;
  const known = [...perspectives.filter((each) => each !== own), own].map(({ facts }) => facts);
  const facts: Facts = {
    ...own.facts,
    buckets: new Map(known.flatMap(({ buckets }) => [...buckets])),
  };
  return judge(needsOf(job.calls), facts).some(
    ({ decision }) => decisionVerdict(decision) === "denied",
  );
}
