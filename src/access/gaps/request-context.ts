import {
  accountCaller,
  type AttachedPolicy,
  callerContext,
  type ContextValue,
  type RequestContext,
} from "../../policy/index.ts";
import type { BucketFacts, Fact, Facts, LimitFact } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";

/** Condition keys that a policy of these facts asks about, in lower case. */
export function conditionKeysIn(facts: Facts): ReadonlySet<string> {
  const { identityPolicies, limits } = facts;
  const buckets = [...facts.buckets.values()];
  const policies: readonly AttachedPolicy[] = [
    ...(identityPolicies.known ? identityPolicies.value : []),
    ...[limits.boundary, limits.vpcEndpoint, ...buckets.map(({ policy }) => policy)].flatMap(
      (fact) => valueOf(fact) ?? [],
    ),
    ...(valueOf(limits.session) ?? []),
    ...[limits.serviceControl, ...buckets.map(({ resourceControl }) => resourceControl)].flatMap(
      (fact) => (valueOf(fact) ?? []).flatMap((level) => level.policies),
    ),
  ];
  return new Set(policies.flatMap(({ document }) => [...keysOf(document)]));
}

function valueOf<T>(fact: LimitFact<T>): T | undefined {
  return fact.known === true ? fact.value : undefined;
}

function keysOf({ statements, text }: AttachedPolicy["document"]): Set<string> {
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  // Policy variables ask too: `${aws:PrincipalTag/team}`.
  const variables = [...text.matchAll(/\$\{\s*([^},'\s]+:[^},'\s]+)/g)].map(([, key]) => key ?? "");
  return new Set([...keys, ...variables].map((key) => key.toLowerCase()));
}

/**
 * What a request for this need would carry. A key that a policy asks about is absent where we know
 * that the request has none, and unknown where only AWS could tell.
 */
export function requestContext(
  need: Need,
  facts: Facts,
  asked: ReadonlySet<string>,
): RequestContext {
  const bucket = facts.buckets.get(need.bucket);
  const context = new Map<string, ContextValue>([
    ...callerKeys(facts),
    ...ownerKeys(facts, bucket),
    ...facts.surroundings,
    ...Object.entries(need.context).map(([key, values]) => [key.toLowerCase(), values] as const),
  ]);
  for (const key of asked) {
    if (!context.has(key) && !isAbsent(key, need, facts)) context.set(key, "unknown");
  }
  return context;
}

function callerKeys(facts: Facts): RequestContext {
  const organization = facts.organizationId;
  const keys = new Map(
    callerContext(facts.caller, organization.known ? organization.value : undefined),
  );
  if (!organization.known && accountCaller(facts.caller) !== undefined) {
    keys.set("aws:principalorgid", "unknown");
  }
  if (!facts.principalArn.known) keys.set("aws:principalarn", "unknown");
  return keys;
}

function ownerKeys(facts: Facts, bucket: BucketFacts | undefined): RequestContext {
  const owner = ownerOf(bucket);
  const sameAccount = owner !== "unknown" && accountCaller(facts.caller)?.account === owner;
  const organization: Fact<string | undefined> | undefined = sameAccount
    ? facts.organizationId
    : bucket?.organizationId;
  const keys = new Map<string, ContextValue>();
  const account: ContextValue = owner === "unknown" ? "unknown" : [owner];
  keys.set("aws:resourceaccount", account);
  keys.set("s3:resourceaccount", account);
  if (organization?.known !== true) keys.set("aws:resourceorgid", "unknown");
  else if (organization.value !== undefined) keys.set("aws:resourceorgid", [organization.value]);
  return keys;
}

/** The account that owns a bucket, `unknown` when nobody could say. */
export function ownerOf(bucket: BucketFacts | undefined): string {
  return bucket?.owner.known === true ? bucket.owner.value : "unknown";
}

// Set only when an AWS service calls (IAM User Guide, AWS global condition context keys), or only by
// headers and parameters that a sync does not send; those that it sends stand in the need's context.
const absentKeys =
  /^(?:aws:calledvia.*|aws:source(?:arn|account|orgid|orgpaths|identity)|s3:(?:prefix|delimiter|max-keys|versionid|requestobjecttag.*|object-lock-.*|locationconstraint|dataaccesspoint.*|accesspoint.*)|s3:x-amz-(?:acl|grant-.*|server-side-encryption.*|storage-class|metadata-directive|website-redirect-location|copy-source))$/;

function isAbsent(key: string, need: Need, facts: Facts): boolean {
  if (key === "s3:x-amz-copy-source") {
    return !need.because.some((operation) => /Copy/.test(operation));
  }
  if (absentKeys.test(key)) return true;
  switch (key) {
    case "aws:username":
      return facts.caller.kind !== "user";
    case "aws:principalorgid":
      return facts.organizationId.known || facts.caller.kind === "anonymous";
    case "aws:resourceorgid":
      return true;
    default:
      return false;
  }
}
