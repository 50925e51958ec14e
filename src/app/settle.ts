import type { Side } from "../aws/index.ts";
import type { Verdict } from "../policy/index.ts";
import type { CheckResult } from "./check-job.ts";
import { type IdentityFlags, type Job, profileOf } from "./job.ts";
import { type SettledIdentities, streaming, type UnsettledRun } from "./way.ts";

/**
 * Has a run between the buckets of two identities done by one of them, where the check shows that this one may do all of
 * it: then S3 copies. Whoever writes anyway goes first. The other one writes only where objects belong to the bucket's
 * owner, whoever wrote them (S3 User Guide, Controlling ownership of objects: bucket owner enforced).
 */
export async function settle(
  { job, by }: UnsettledRun,
  check: (job: Job, side: Side) => Promise<CheckResult | undefined>,
): Promise<SettledIdentities> {
  const candidates = (["destination", "source"] as const).map(async (side) => {
    const identities = aloneAs(job, side);
    const result = await check(await by(identities), side);
    if (result === undefined || !isWhollyAllowed(result)) return undefined;
    return side === "destination" || isOwnerEnforced(result, job) ? identities : undefined;
  });
  const identities = (await Promise.all(candidates)).find((each) => each !== undefined);
  if (identities === undefined) return streaming(job, "uncertain");
  const { profile } = identities;
  return { identities, way: { through: "copy", ...(profile !== undefined && { profile }) } };
}

/** Who acts on one side, on both; the other one is still asked for facts. */
function aloneAs(job: Job, side: Side): IdentityFlags {
  const other = profileOf(job, side === "source" ? "destination" : "source");
  const { ownerProfiles } = job.identities;
  return {
    ...job.identities,
    profile: profileOf(job, side),
    sourceProfile: undefined,
    destinationProfile: undefined,
    ownerProfiles: other === undefined ? ownerProfiles : [...ownerProfiles, other],
  };
}

/**
 * Also what only some objects take, such as tagged ones: to stream them may take less. What AWS answers to a probe with
 * another error than a denial, as to a copy between access points of two Regions, would fail in the run as well.
 */
function isWhollyAllowed(check: CheckResult): boolean {
  const isOpen = check.probes?.some(({ outcome }) => outcome === "open") === true;
  return !isOpen && verdictsOf(check).every((verdict) => verdict === "allowed");
}

/** What is said to each thing that a job takes. */
export function verdictsOf({ perspectives }: CheckResult): readonly Verdict[] {
  return perspectives.flatMap(({ answers }) => answers.map(({ verdict }) => verdict));
}

function isOwnerEnforced({ perspectives }: CheckResult, { destination }: Job): boolean {
  if (destination.kind === "local") return false;
  return perspectives.every(({ facts }) => {
    const ownership = facts.buckets.get(destination.bucket)?.settings?.ownership;
    return ownership?.known === true && ownership.value?.setting === "BucketOwnerEnforced";
  });
}
