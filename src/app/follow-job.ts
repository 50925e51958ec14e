import { setTimeout as wait } from "node:timers/promises";
import { AwsError, UsageError } from "../aws/index.ts";
import {
  createAccountClient,
  createBucketStore,
  loadProfile,
  type Profile,
} from "../client/index.ts";
import {
  asError,
  type BatchJob,
  type DescribedJob,
  isOver,
  readReport,
  type Spot,
  type SyncEvent,
} from "../sync/index.ts";
import type { IdentityFlags } from "./job.ts";
import { openJobs } from "./open-jobs.ts";

/** Whose jobs are asked for; where, the identity's region says. */
export interface JobsRequest {
  readonly identities: Pick<IdentityFlags, "profile" | "region" | "endpointUrl">;
  readonly signal: AbortSignal;
}

/** What is seen of a job that is followed: how it stands, and at its end each object that failed. */
export type JobNews =
  | { readonly kind: "job"; readonly job: DescribedJob }
  | { readonly kind: "failed"; readonly failure: Failure };

type Failure = Extract<SyncEvent, { readonly type: "failed" }>;
type S3Spot = Extract<Spot, { readonly kind: "s3" }>;

/** What every job of a sync is described with. */
const OURS = "sluice ";
const WAIT_MS = 2_000;

/** The jobs of S3 Batch Operations that syncs have made in the identity's account and region, the newest first. */
export async function* listJobs({
  identities,
}: JobsRequest): AsyncGenerator<BatchJob, void, undefined> {
  const profile = await profileOf(identities);
  for await (const job of openJobs(profile, () => regionOf(profile)).list()) {
    if (job.description.startsWith(OURS)) yield job;
  }
}

/** Follows a job to its end, and reads from its completion report what failed. */
export async function* followJob(
  id: string,
  { identities, signal }: JobsRequest,
): AsyncGenerator<JobNews, void, undefined> {
  const profile = await profileOf(identities);
  const jobs = openJobs(profile, () => regionOf(profile));
  let job = await jobs.describe(id).catch(async (error: unknown) => {
    throw isNoJob(error) ? await notThere(id, profile) : asError(error);
  });
  for (; !isOver(job); job = await jobs.describe(id)) {
    yield { kind: "job", job };
    await wait(WAIT_MS, undefined, { signal });
  }
  yield { kind: "job", job };
  if (job.failed > 0) yield* failuresOf(job, profile, signal);
}

async function* failuresOf(
  { id, report, destination }: DescribedJob,
  profile: Profile,
  signal: AbortSignal,
): AsyncGenerator<JobNews, void, undefined> {
  if (report === undefined) return;
  const store = createBucketStore({
    bucket: report.bucket,
    credentials: profile.credentials,
    region: profile.region,
    endpoint: profile.endpoints.s3,
    addressing: profile.addressing,
    certificates: profile.certificates,
  });
  try {
    const folder = `${report.prefix}${report.prefix === "" ? "" : "/"}job-${id}/`;
    for await (const task of (await readReport({ store, folder, signal }, "failed")) ?? []) {
      const { bucket, key, error } = task;
      if (error === undefined) continue;
      const spots = spotsOf({ kind: "s3", bucket, key }, destination);
      yield { kind: "failed", failure: { type: "failed", kind: "copy", ...spots, error } };
    }
  } finally {
    await store.close();
  }
}

/** From where to where an object was to be copied; of a job that does not copy, what it was about. */
function spotsOf(
  at: S3Spot,
  destination: DescribedJob["destination"],
): Pick<Failure, "from" | "to"> {
  if (destination === undefined) return { to: at };
  const { bucket, folder } = destination;
  const key = folder === undefined ? at.key : `${folder}/${at.key}`;
  return { from: at, to: { kind: "s3", bucket, key } };
}

function isNoJob(error: unknown): boolean {
  return error instanceof AwsError && error.code === "NoSuchJobException";
}

/** S3 User Guide, Troubleshooting S3 Batch Operations: another region, another account, or over for 90 days. */
async function notThere(id: string, profile: Profile): Promise<UsageError> {
  const { account } = await createAccountClient(profile).callerIdentity();
  const region = regionOf(profile);
  return new UsageError({
    en: `cannot follow job \`${id}\`: there is none in account \`${account}\` and region \`${region}\`; \`sluice jobs\` with the same options lists those that are there, \`--region\` names another region (jobs are where the destination is), and S3 forgets a job 90 days after its end`,
    ja: `ジョブ \`${id}\` を追えません。アカウント \`${account}\`、リージョン \`${region}\` にそのジョブはありません。同じオプションの \`sluice jobs\` で一覧を確認してください。別のリージョンは \`--region\` で指定します（ジョブはコピー先のリージョンにあります）。S3 は終了から 90 日たったジョブを削除します`,
  });
}

function profileOf({ profile, region, endpointUrl }: JobsRequest["identities"]): Promise<Profile> {
  return loadProfile({ profile, region, endpointUrl });
}

/** Where jobs are looked for. */
function regionOf({ region }: Pick<Profile, "region">): string {
  return region ?? "us-east-1";
}
