import type { Side } from "../aws/index.ts";
import type { Verdict } from "../policy/index.ts";
import type { CheckResult } from "./check-job.ts";
import { type IdentityFlags, type Job, profileOf } from "./job.ts";
import { type SettledIdentities, streaming, type UnsettledRun } from "./way.ts";

/**
 * Has a run between the buckets of two identities done by one of them, where the check shows that this one may do all of
 * it: then S3 copies. Whoever writes anyway goes first. The other one writes only what belongs to the bucket's owner and is
 * encrypted for them, whoever wrote it.
 */
export async function settle(
  { job, by }: UnsettledRun,
  check: (job: Job, side: Side) => Promise<CheckResult | undefined>,
): Promise<SettledIdentities> {
  const candidates = (["destination", "source"] as const).map(async (side) => {
    const identities = aloneAs(job, side);
    const alone = await by(identities);
    const result = await check(alone, side);
    if (result === undefined || !isWhollyAllowed(result)) return undefined;
    return side === "destination" || areTheOwners(result, alone) ? identities : undefined;
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
 * Also what only some objects take, such as tagged ones: to stream them may take less. Where requests without effect were
 * sent, a copy must have been among them: it tells what no policy does, as that access points are of two Regions.
 */
function isWhollyAllowed(check: CheckResult): boolean {
  const copies = check.probes?.filter(({ operation }) => operation === "CopyObject");
  const isConfirmed = copies?.some(({ outcome }) => outcome === "allowed") !== false;
  return isConfirmed && verdictsOf(check).every((verdict) => verdict === "allowed");
}

/** What is said to each thing that a job takes. */
export function verdictsOf({ perspectives }: CheckResult): readonly Verdict[] {
  return perspectives.flatMap(({ answers }) => answers.map(({ verdict }) => verdict));
}

/**
 * Whether what a job writes, its backup too, would belong to the owners of the buckets (S3 User Guide, Controlling ownership
 * of objects: bucket owner enforced), and none of it under a key of KMS: without the full ARN of one S3 looks for it in the
 * account of whoever writes, and then nobody else may read (S3 User Guide, Using server-side encryption with AWS KMS keys).
 */
function areTheOwners({ perspectives }: CheckResult, job: Job): boolean {
  const { serverSideEncryption = "AES256" } = job.options.write;
  if (serverSideEncryption !== "AES256") return false;
  const written = [job.destination, job.backup].flatMap((place) =>
    place?.kind === "s3" ? [place.bucket] : [],
  );
  return written.every((bucket) =>
    perspectives.every(({ facts }) => {
      const { settings, encryption } = facts.buckets.get(bucket) ?? {};
      const ownership = settings?.ownership;
      const isEnforced =
        ownership?.known === true && ownership.value?.setting === "BucketOwnerEnforced";
      return isEnforced && encryption?.known === true && encryption.value?.write === undefined;
    }),
  );
}
