import { tryCheckJob, unlessUntold } from "./try-check-job.ts";
import {
  hasQuestion,
  type SettledIdentities,
  type SettlingManner,
  streaming,
  type UnsettledRun,
} from "./way.ts";

/** Has a run done by one of its two identities where AWS lets that one do all of it; see `settle`. */
export async function settleIdentities(
  run: UnsettledRun,
  { checks, ...manner }: SettlingManner & { readonly checks: boolean },
): Promise<SettledIdentities> {
  const { identities } = run.job;
  if (!hasQuestion(run.job)) return { identities };
  if (!checks || identities.unsigned === true) return streaming(run.job, "unchecked");
  // Loaded only now: few runs have two identities.
  const { settleByAws } = await import("./settle-by-aws.ts");
  return settleByAws(run, { ...manner, tryCheckJob, unlessUntold });
}
