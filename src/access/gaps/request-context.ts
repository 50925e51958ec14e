import { formatAccessPointArn, parseAccessPointArn } from "../../aws/index.ts";
import {
  accountCaller,
  type AttachedPolicy,
  callerContext,
  carriesKey,
  type Circumstances,
  completeContext,
  type ContextValue,
  type KeyFacts,
  type Membership,
  type RequestContext,
} from "../../policy/index.ts";
import type { BucketFacts, Fact, Facts, LimitFact } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { Need } from "../needs/need.ts";

/** Condition keys that a policy of these facts asks about, in lower case. */
export function conditionKeysIn(facts: Facts): ReadonlySet<string> {
  const { identityPolicies, limits } = facts;
  const buckets = [...facts.buckets.values()];
  const policies: readonly AttachedPolicy[] = [
    ...(identityPolicies.known ? identityPolicies.value : []),
    ...[
      limits.boundary,
      limits.vpcEndpoint,
      ...(facts.trust ? [facts.trust.policy] : []),
      ...buckets.map(({ policy }) => policy),
      ...buckets.flatMap(({ accessPoint }) =>
        accessPoint?.known === true ? [accessPoint.value.policy] : [],
      ),
    ].flatMap((fact) => valueOf(fact) ?? []),
    ...(valueOf(limits.session) ?? []),
    ...[
      limits.serviceControl,
      ...(facts.trust ? [facts.trust.resourceControl] : []),
      ...buckets.map(({ resourceControl }) => resourceControl),
    ].flatMap((fact) => (valueOf(fact) ?? []).flatMap((level) => level.policies)),
    ...[...knownKeys(facts).values()].flatMap(policiesOfKey),
  ];
  return new Set(policies.flatMap(({ document }) => [...keysOf(document)]));
}

/** What bears on a key. */
function policiesOfKey({ policy, resourceControl = [] }: KeyFacts): readonly AttachedPolicy[] {
  return [
    ...(policy === "unreadable" ? [] : policy),
    ...(resourceControl === "unreadable" ? [] : resourceControl.flatMap((level) => level.policies)),
  ];
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

const COPY_SOURCE = "s3:x-amz-copy-source";

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
    ...keysOfUnknownPoint(bucket, need),
    ...facts.surroundings,
    ...Object.entries(need.context)
      .map(([key, values]) => [key.toLowerCase(), values] as const)
      .filter(([key]) => carriesKey(need.action, key)),
  ]);
  // Which object is copied is known to no need.
  if (carriesKey(need.action, COPY_SOURCE) && need.because.some((call) => /Copy/.test(call))) {
    context.set(COPY_SOURCE, "unknown");
  }
  if (takesTagsAlong(need)) {
    for (const key of asked) if (isOfRequestTags(key)) context.set(key, "unknown");
  }
  return completeContext(context, asked, circumstancesOf(need, facts));
}

/** Whether a condition key, in lower case, is of the tags that a request puts on an object. */
export function isOfRequestTags(key: string): boolean {
  return /^s3:requestobjecttag(?:\/|keys$)/.test(key);
}

/** Which tags the objects of a source have is known to no need. */
function takesTagsAlong({ action, because, occasion, mayCarryTags }: Need): boolean {
  if (action === "s3:PutObjectTagging") return because.length > 0;
  return mayCarryTags === true && occasion === "if-tagged";
}

/** What a request carries through an access point of which nobody could tell; else the decision adds it. */
function keysOfUnknownPoint(bucket: BucketFacts | undefined, need: Need): RequestContext {
  if (bucket?.accessPoint?.known !== false) return new Map();
  const point = parseAccessPointArn(need.bucket);
  return new Map<string, ContextValue>([
    ["s3:dataaccesspointarn", point === undefined ? "unknown" : [formatAccessPointArn(point)]],
    ["s3:dataaccesspointaccount", point === undefined ? "unknown" : [point.account]],
    ["s3:accesspointnetworkorigin", "unknown"],
  ]);
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
  const organization = ownersOrganization(facts, bucket);
  const keys = new Map<string, ContextValue>();
  const account: ContextValue = owner === "unknown" ? "unknown" : [owner];
  keys.set("aws:resourceaccount", account);
  keys.set("s3:resourceaccount", account);
  if (organization?.known !== true) keys.set("aws:resourceorgid", "unknown");
  else if (organization.value !== undefined) keys.set("aws:resourceorgid", [organization.value]);
  return keys;
}

/** The organization of a bucket's owner, which is the caller's where the account is. */
function ownersOrganization(
  facts: Facts,
  bucket: BucketFacts | undefined,
): Fact<string | undefined> | undefined {
  const owner = ownerOf(bucket);
  const isOurs = owner !== "unknown" && accountCaller(facts.caller)?.account === owner;
  return isOurs ? facts.organizationId : bucket?.organizationId;
}

/** The account that owns a bucket, `unknown` when nobody could say. */
export function ownerOf(bucket: BucketFacts | undefined): string {
  return bucket?.owner.known === true ? bucket.owner.value : "unknown";
}

/** What is known of a need's request beside its keys; what a sync sends stands in the need's context. */
function circumstancesOf(need: Need, facts: Facts): Circumstances {
  const { caller, limits, organizationId } = facts;
  const { vpcEndpoint } = limits;
  return {
    action: need.action,
    caller,
    // Keys of GetSessionToken show the same identity as the user's own.
    credentials: caller.kind === "roleSession" ? "temporary" : "unknown",
    network: vpcEndpoint.known === true ? wayOf(vpcEndpoint.value) : "unknown",
    principalOrganization: membershipOf(organizationId),
    resourceOrganization: membershipOf(ownersOrganization(facts, facts.buckets.get(need.bucket))),
    isSentKnown: true,
  };
}

function wayOf(endpoint: unknown): Circumstances["network"] {
  return endpoint === undefined ? "internet" : "vpcEndpoint";
}

function membershipOf(organization: Fact<string | undefined> | undefined): Membership {
  if (organization?.known !== true) return "unknown";
  return organization.value === undefined ? "none" : "in";
}
