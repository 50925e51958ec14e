import { sameInBoth, type Sentence, ToldError } from "../../aws/index.ts";
import type { Transfer } from "../compare/change.ts";
import type { BatchShard } from "./batch-shard.ts";
import type { DescribedJob } from "./batch-jobs.ts";
import { readReport, type ReportPlace } from "./read-report.ts";

/** What became of one object; without an error it was copied. */
export interface Outcome {
  readonly transfer: Transfer;
  readonly error?: Error;
}

/** A job that is over, with what it was to copy and where its report is. */
export interface EndedShard {
  readonly shard: BatchShard;
  readonly job: DescribedJob;
  readonly report: ReportPlace;
  /** The full key that the source of a transfer has. */
  readonly sourceKeyOf: (transfer: Transfer) => string;
}

/** What became of every object of a job, in the order of its manifest. */
export async function* shardOutcomes(ended: EndedShard): AsyncGenerator<Outcome, void, undefined> {
  const errorOf = await errorsOf(ended);
  for await (const transfer of ended.shard.transfers()) {
    const error = errorOf(ended.sourceKeyOf(transfer));
    yield error === undefined ? { transfer } : { transfer, error };
  }
}

/** Only of what failed, and of jobs that did not come to their end, are keys held in memory. */
async function errorsOf({
  job,
  shard,
  report,
}: EndedShard): Promise<(key: string) => Error | undefined> {
  const isWhole = job.status === "Complete" && job.total === shard.objects;
  if (isWhole && job.failed === 0) return () => undefined;
  const failed = new Map<string, Error>();
  for await (const { key, error } of (await readReport(report, "failed")) ?? []) {
    if (error !== undefined) failed.set(key, error);
  }
  if (isWhole && failed.size === job.failed) return (key) => failed.get(key);
  const done = new Set<string>();
  for await (const { key } of (await readReport(report, "succeeded")) ?? []) done.add(key);
  const unknown = untold(job);
  return (key) => failed.get(key) ?? (done.has(key) ? undefined : unknown);
}

const NOT_NAMED: Sentence = {
  en: "its completion report does not name the object",
  ja: "完了レポートにこのオブジェクトがありません",
};

/** What is said of objects that a job's report does not name. */
function untold({ status, failures }: DescribedJob): Error {
  // The code is the job's, not S3's: beside an object it would be taken for a refusal by policy.
  const reasons = failures.map(({ code, reason }) => reason || code).join("; ");
  const why = reasons === "" ? NOT_NAMED : sameInBoth(reasons);
  return new ToldError({
    en: `the job ended as \`${status}\`: ${why.en}`,
    ja: `ジョブは \`${status}\` で終わりました: ${why.ja}`,
  });
}
