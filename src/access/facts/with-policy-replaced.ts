import type {
  AttachedPolicy,
  KeyFacts,
  OrganizationLevel,
  PolicyDocument,
} from "../../policy/index.ts";
import type { BucketFacts, Fact, Facts, LimitFact } from "./facts.ts";

/** One document of the facts, and what is to stand in its place. */
export interface Replacement {
  readonly from: PolicyDocument;
  readonly to: PolicyDocument;
}

/** The facts with one document replaced, whichever layers it stands in. */
export function withPolicyReplaced(facts: Facts, replacement: Replacement): Facts {
  const one = <P extends AttachedPolicy | undefined>(policy: P): P =>
    policy?.document === replacement.from ? { ...policy, document: replacement.to } : policy;
  const many = (policies: readonly AttachedPolicy[]): readonly AttachedPolicy[] =>
    policies.map(one);
  const levels = (all: readonly OrganizationLevel[]): readonly OrganizationLevel[] =>
    all.map((level) => ({ ...level, policies: many(level.policies) }));
  const key = <K extends KeyFacts | undefined>(of: K): K =>
    of === undefined || of.policy === "unreadable" ? of : { ...of, policy: many(of.policy) };
  const { limits } = facts;
  return {
    ...facts,
    identityPolicies: changed(facts.identityPolicies, many),
    limits: {
      ...limits,
      boundary: changed(limits.boundary, one),
      session: changed(limits.session, (all) => all && many(all)),
      serviceControl: changed(limits.serviceControl, (all) => all && levels(all)),
      vpcEndpoint: changed(limits.vpcEndpoint, one),
    },
    buckets: new Map(
      [...facts.buckets].map(([name, bucket]) => [name, inBucket(bucket, { one, levels, key })]),
    ),
    ...(facts.keys && { keys: new Map([...facts.keys].map(([arn, of]) => [arn, key(of)])) }),
  };
}

interface Changes {
  readonly one: <P extends AttachedPolicy | undefined>(policy: P) => P;
  readonly levels: (all: readonly OrganizationLevel[]) => readonly OrganizationLevel[];
  readonly key: <K extends KeyFacts | undefined>(of: K) => K;
}

function inBucket(bucket: BucketFacts, { one, levels, key }: Changes): BucketFacts {
  const { encryption } = bucket;
  return {
    ...bucket,
    policy: changed(bucket.policy, one),
    resourceControl: changed(bucket.resourceControl, (all) => all && levels(all)),
    ...(encryption && {
      encryption: changed(
        encryption,
        (of) => of && { ...of, read: key(of.read), write: key(of.write), managed: key(of.managed) },
      ),
    }),
  };
}

function changed<T>(fact: Fact<T>, change: (value: T) => T): Fact<T>;
function changed<T>(
  fact: LimitFact<T>,
  change: (value: T | undefined) => T | undefined,
): LimitFact<T>;
function changed<T>(fact: LimitFact<T>, change: (value: T | undefined) => T | undefined): unknown {
  return fact.known === true ? { ...fact, value: change(fact.value) } : fact;
}
