import { parseArn } from "../../aws/index.ts";
import { accountCaller, type AttachedPolicy } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { factsByOwnName, ownNameOf } from "../facts/own-name.ts";
import { knownAccessPoints } from "../facts/known-access-points.ts";
import { knownKeys } from "../facts/known-keys.ts";
import { endpointDocument } from "./endpoint-document.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { identityDocument } from "./identity-document.ts";
import { standingPolicy } from "./standing-policy.ts";
import { trustDocument } from "./trust-document.ts";

/** A document that grants are written into, as it stands. */
export interface StandingDocument {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly policy: AttachedPolicy;
}

/** Every such document that could be read, and that is there. */
export function standingDocuments(facts: Facts): readonly StandingDocument[] {
  return [
    ...ofBuckets(facts),
    ...ofAccessPoints(facts),
    ...ofKeys(facts),
    ...ofEndpoint(facts),
    ...ofCaller(facts),
    ...ofTrust(facts),
  ];
}

function ofBuckets(facts: Facts): readonly StandingDocument[] {
  const names = [...facts.buckets.keys()].map((name) => ownNameOf(name, facts));
  return [...new Set(names)].flatMap((bucket) => {
    const { owner, policy } = factsByOwnName(bucket, facts) ?? {};
    if (owner?.known !== true || policy?.known !== true || policy.value === undefined) return [];
    const document = { kind: "bucketPolicy", bucket } as const;
    return [{ account: owner.value, document, policy: policy.value }];
  });
}

function ofAccessPoints(facts: Facts): readonly StandingDocument[] {
  const unlike = new Map(knownAccessPoints(facts).map((point) => [point.arn, point]));
  return [...unlike.values()].flatMap(({ arn, policy }) => {
    if (!policy.known || policy.value === undefined) return [];
    const document = { kind: "accessPointPolicy", accessPoint: arn } as const;
    return [{ account: parseArn(arn)?.account ?? "unknown", document, policy: policy.value }];
  });
}

function ofKeys(facts: Facts): readonly StandingDocument[] {
  return [...knownKeys(facts).values()].flatMap(({ arn, policy: policies }) => {
    const [policy] = policies === "unreadable" ? [] : policies;
    if (policy === undefined) return [];
    const account = parseArn(arn)?.account ?? "unknown";
    return [{ account, document: { kind: "keyPolicy", key: arn } as const, policy }];
  });
}

function ofEndpoint(facts: Facts): readonly StandingDocument[] {
  const document = endpointDocument(facts);
  const policy = document && standingPolicy(document, facts);
  if (document === undefined || policy?.known !== true || policy.value === undefined) return [];
  const account = parseArn(policy.value.attachedTo)?.account ?? "unknown";
  return [{ account, document, policy: policy.value }];
}

function ofCaller(facts: Facts): readonly StandingDocument[] {
  const caller = accountCaller(facts.caller);
  const document = identityDocument(facts);
  if (caller === undefined || document === undefined) return [];
  const policy = standingPolicy(document, facts);
  if (!policy.known || policy.value === undefined) return [];
  return [{ account: caller.account, document, policy: policy.value }];
}

function ofTrust(facts: Facts): readonly StandingDocument[] {
  const document = trustDocument(facts);
  const policy = document && standingPolicy(document, facts);
  if (document === undefined || policy?.known !== true || policy.value === undefined) return [];
  const account = parseArn(document.role)?.account ?? "unknown";
  return [{ account, document, policy: policy.value }];
}
