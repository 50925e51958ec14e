import type { AttachedPolicy, KeyFacts } from "../../policy/index.ts";
import type { BucketFacts, Fact, Facts } from "../facts/facts.ts";

/** Whether a policy or a grant on what a run touches names a role, as far as all of them could be read. */
export function mayNameRole(role: string, { buckets, keys }: Facts): boolean {
  const isNamed = (policy: AttachedPolicy | undefined): boolean => names(policy, role);
  return (
    [...buckets.values()].some((bucket) => ofBucket(bucket, isNamed)) ||
    [...(keys?.values() ?? []), ...[...buckets.values()].flatMap(keysOf)].some((key) =>
      ofKey(key, role),
    )
  );
}

function names(policy: AttachedPolicy | undefined, role: string): boolean {
  const statements = policy?.document.statements ?? [];
  return statements.some(({ principal }) =>
    (principal?.entries ?? []).some(({ value }) => value.value === role),
  );
}

type Question = (policy: AttachedPolicy | undefined) => boolean;

function ofBucket(
  { accessPoint, encryption, isMissing, policy }: BucketFacts,
  isNamed: Question,
): boolean {
  if (isMissing) return false;
  if (encryption?.known === false || orUnread(policy, isNamed)) return true;
  if (accessPoint === undefined) return false;
  return orUnread(accessPoint, (point) => orUnread(point.policy, isNamed));
}

/** What nobody could read may say anything. */
function orUnread<T>(fact: Fact<T>, isTrue: (value: T) => boolean): boolean {
  return !fact.known || isTrue(fact.value);
}

/** Those whose policies people write: not the account's `aws/s3`. */
function keysOf({ encryption }: BucketFacts): readonly KeyFacts[] {
  if (encryption?.known !== true) return [];
  return [encryption.value?.read, encryption.value?.write].filter((key) => key !== undefined);
}

function ofKey({ grants, policy }: KeyFacts, role: string): boolean {
  if (policy === "unreadable" || grants === "unreadable") return true;
  return (
    policy.some((each) => names(each, role)) ||
    grants.some(({ granteePrincipal }) => granteePrincipal === role)
  );
}
