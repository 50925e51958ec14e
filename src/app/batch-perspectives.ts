import {
  type AccountReader,
  type CopyJobs,
  type Facts,
  gatherJobFacts,
  type JobFacts,
  jobFactsOfWorld,
  type Need,
  needOfTrust,
  needsOf,
  needsToCreateJobs,
  withNamedKeys,
} from "../access/index.ts";
import { parseArn, UsageError } from "../aws/index.ts";
import { accountCaller, type World } from "../policy/index.ts";
import type { Job } from "./job.ts";
import { isWithoutAcls, keysNamedIn } from "./keys-named-in.ts";
import type { Standpoint } from "./standpoint.ts";

/** Who may tell of the role of jobs. */
interface Witnesses {
  readonly readers: readonly AccountReader[];
  readonly organizations: readonly AccountReader[];
}

/** What a run needs itself, and where jobs of S3 Batch Operations copy what these need besides. */
export async function withJobs(
  own: readonly Standpoint[],
  job: Job,
  { readers, organizations }: Witnesses,
): Promise<readonly Standpoint[]> {
  const facts = own[0]?.facts;
  if (!hasJobs(job) || facts === undefined) return own;
  const region = regionIn(facts, job) ?? (await regionToldBy(readers, job));
  const jobs = jobsOf(job, facts, region);
  const needs = needsOf(job.batch.calls);
  const told = await gatherJobFacts({
    jobs,
    readers,
    organizations,
    buckets: bucketsIn(needs),
    keys: keysNamedIn(needs),
    withoutAcls: isWithoutAcls(needs),
  });
  return joined(own, needs, { jobs, told });
}

/** The same in a world. */
export function withJobsIn(
  world: World,
  own: readonly Standpoint[],
  job: Job,
): readonly Standpoint[] {
  const facts = own[0]?.facts;
  if (!hasJobs(job) || facts === undefined) return own;
  const jobs = jobsOf(job, facts, regionIn(facts, job));
  const needs = needsOf(job.batch.calls);
  const told = jobFactsOfWorld(world, jobs, bucketsIn(needs));
  const role = withNamedKeys(told.role, world, needs);
  return joined(own, needs, { jobs, told: { ...told, role } });
}

function joined(
  own: readonly Standpoint[],
  needs: readonly Need[],
  { jobs, told }: { readonly jobs: CopyJobs; readonly told: JobFacts },
): readonly Standpoint[] {
  const creates = needsToCreateJobs(jobs);
  return [
    ...own.map((each, i) => (i === 0 ? { ...each, needs: [...each.needs, ...creates] } : each)),
    { facts: told.role, needs, actsElsewhere: true },
    { facts: told.service, needs: [needOfTrust(jobs.roleArn)], actsElsewhere: true },
  ];
}

type JobByJobs = Job & Required<Pick<Job, "batch">>;

/** A dry run creates none. */
function hasJobs(job: Job): job is JobByJobs {
  return job.batch !== undefined && job.batch.calls.length > 0;
}

function jobsOf({ batch }: JobByJobs, { caller }: Facts, region: string | undefined): CopyJobs {
  const account = accountCaller(caller)?.account;
  const { roleArn } = batch;
  if (account !== undefined) requireOwnRole(roleArn, account);
  return { roleArn, account: account ?? "unknown", region };
}

/** IAM User Guide, Grant a user permissions to pass a role to an AWS service: never across accounts. */
function requireOwnRole(roleArn: string, account: string): void {
  if (parseArn(roleArn)?.account === account) return;
  throw new UsageError({
    en: `cannot use \`--batch-role ${roleArn}\`: its jobs are created in account \`${account}\`, and a role can be passed within its own account alone; name a role of that account`,
    ja: `\`--batch-role ${roleArn}\` は使えません。ジョブはアカウント \`${account}\` に作成されますが、ロールを渡せるのは同じアカウントの中だけです。そのアカウントのロールを指定してください`,
  });
}

function bucketsIn(needs: readonly Need[]): readonly string[] {
  return [...new Set(needs.map(({ bucket }) => bucket))];
}

/** Jobs are in the region of the bucket that they write. */
function regionIn({ buckets }: Facts, { destination }: Job): string | undefined {
  return destination.kind === "s3" ? buckets.get(destination.bucket)?.region : undefined;
}

async function regionToldBy(
  readers: readonly AccountReader[],
  { destination }: Job,
): Promise<string | undefined> {
  if (destination.kind === "local") return undefined;
  const told = await Promise.allSettled(
    readers.map((reader) => reader.bucketRegion(destination.bucket)),
  );
  return told.find((each) => each.status === "fulfilled")?.value;
}
