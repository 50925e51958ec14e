import { createAccountClient, type Profile } from "../client/index.ts";
import type { CheckResult } from "./check-job.ts";
import { type AskedClients, openClients, profilesFor } from "./clients.ts";
import { isRuledOut } from "./is-ruled-out.ts";
import { type Job, profileOf } from "./job.ts";
import { partitionsOfSide } from "./partitions-of-side.ts";
import { probeJob } from "./probes/probe-job.ts";
import { rememberedAccounts } from "./remembered-accounts.ts";
import { settle, verdictsOf } from "./settle.ts";
import type { tryCheckJob, unlessUntold } from "./try-check-job.ts";
import {
  type SettledIdentities,
  type SettlingManner,
  streaming,
  type UnsettledRun,
} from "./way.ts";

/** With how a job is checked, which whoever comes here has loaded already: a file less to open at the start of each run. */
interface Means extends SettlingManner {
  readonly tryCheckJob: typeof tryCheckJob;
  readonly unlessUntold: typeof unlessUntold;
}

/** Settles who does a run of two identities by what AWS tells of them. */
export async function settleByAws(run: UnsettledRun, means: Means): Promise<SettledIdentities> {
  const { identities } = run.job;
  const profile = profilesFor(identities);
  if (!(await isOneService(run.job, profile))) return streaming(run.job, "two-services");
  const account = rememberedAccounts(async (name) => createAccountClient(await profile(name)));
  const open = async (job: Job): Promise<AskedClients> => ({
    ...(await openClients(job, profile)),
    account,
  });
  const byBoth = await checkOnce(await run.by(identities), { ...means, open, probes: false });
  const settled = await settle(run, async (job, side) =>
    byBoth === undefined || isRuledOut(job, side, byBoth)
      ? undefined
      : checkOnce(job, { ...means, open }),
  );
  return { ...settled, open };
}

/** Checks a job with clients of its own; a denial needs no probe. */
async function checkOnce(
  job: Job,
  { open, probes, signal, ...means }: Means & Required<Pick<SettledIdentities, "open">>,
): Promise<CheckResult | undefined> {
  const clients = await open(job);
  try {
    const check = await means.tryCheckJob(job, clients, signal);
    if (!probes || check === undefined || verdictsOf(check).includes("denied")) return check;
    return await means.unlessUntold(probeJob({ job, check }, clients, signal), signal);
  } finally {
    await clients.close();
  }
}

/** Whether both buckets are where one identity may be known: two endpoints may have a bucket of one name each. */
async function isOneService(
  job: Job,
  profile: (name: string | undefined) => Promise<Profile>,
): Promise<boolean> {
  const source = await profile(profileOf(job, "source"));
  const destination = await profile(profileOf(job, "destination"));
  const from = partitionsOfSide(source, job.identities.sourceRegion);
  const to = partitionsOfSide(destination);
  const isOneEndpoint = source.endpoints.s3 === destination.endpoints.s3;
  return isOneEndpoint && from.own === to.own && from.place === to.place;
}
