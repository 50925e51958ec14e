import { parseArn } from "../../aws/index.ts";
import {
  accountCaller,
  type AttachedPolicy,
  type Layer,
  type PolicyDocument,
} from "../../policy/index.ts";
import { type Fact, type Facts, known, unknown } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import { ownerOf } from "../gaps/request-context.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { grantStatements, keyStatements, type NewStatement } from "./grant-statements.ts";
import type { Lack } from "./lacking-layers.ts";
import { permissionSetOf, type PolicyPrincipal } from "./policy-principal.ts";

/** One document and the statements to be added to it. */
export interface GrantDraft {
  readonly layer: Layer;
  readonly account: string;
  readonly document: GrantedDocument;
  /** The policy in force, undefined when there is none. */
  readonly before: Fact<AttachedPolicy | undefined>;
  readonly statements: readonly NewStatement[];
  readonly lacks: readonly Lack[];
  /** Whether deleted principals are taken out of what stands there. */
  readonly dropsOrphans: boolean;
}

/** How a grant is to be written. */
export interface GrantManner {
  readonly principal: PolicyPrincipal;
  readonly dropsOrphans: boolean;
}

/** Sorts what is lacking by document, and drafts the statements for each. */
export function draftGrant(
  lacks: readonly Lack[],
  facts: Facts,
  { principal, dropsOrphans }: GrantManner,
): readonly GrantDraft[] {
  const ofKeys = lacks.filter(({ layer }) => layer === "keyPolicy");
  const isOpenedByKey = (lack: Lack): boolean =>
    ofKeys.some((other) => other.need === lack.need && isEnough(other, { facts, principal }));
  const identity = lacks.filter((lack) => lack.layer === "identity" && !isOpenedByKey(lack));
  const resource = lacks.filter(({ layer }) => layer === "resource");
  return [
    ...identityDrafts(identity, facts),
    ...resourceDrafts({ resource, ofKeys }, { facts, principal }),
  ].map((draft) => ({ ...draft, dropsOrphans }));
}

type Draft = Omit<GrantDraft, "dropsOrphans">;

function resourceDrafts(
  { resource, ofKeys }: Readonly<Record<"resource" | "ofKeys", readonly Lack[]>>,
  named: Named,
): readonly Draft[] {
  return [
    ...bucketsOf(resource).map((bucket) => {
      const here = resource.filter(({ need }) => need.bucket === bucket);
      return bucketDraft(bucket, here, named);
    }),
    ...[...new Set(ofKeys.map(({ need }) => need.resource))].map((key) => {
      const here = ofKeys.filter(({ need }) => need.resource === key);
      return keyDraft(key, here, named);
    }),
  ];
}

/** Whom a policy names: the facts say who that is. */
interface Named {
  readonly facts: Facts;
  readonly principal: PolicyPrincipal;
}

/** Within one account, a key policy that names the caller itself needs no identity policy beside it. */
function isEnough({ account }: Lack, { facts, principal }: Named): boolean {
  return accountCaller(facts.caller)?.account === account && principal.style === "role";
}

function identityDrafts(lacks: readonly Lack[], facts: Facts): readonly Draft[] {
  const [first] = lacks;
  const document = identityDocument(facts);
  if (first === undefined || document === undefined) return [];
  const before = inlinePolicyOf(facts, document.policyName);
  const place = { version: versionOf(before) };
  const needs = lacks.map(({ need }) => need);
  const ofObjects = needs.filter(({ via }) => via === undefined);
  const statements = [
    ...[...new Set(ofObjects.map(({ bucket }) => bucket))].flatMap((bucket) =>
      grantStatements(
        ofObjects.filter((need) => need.bucket === bucket),
        place,
      ),
    ),
    ...keyStatements(
      needs.filter(({ via }) => via !== undefined),
      place,
    ),
  ];
  return [{ layer: "identity", account: first.account, document, before, statements, lacks }];
}

function keyDraft(key: string, lacks: readonly Lack[], { facts, principal }: Named): Draft {
  const before = keyPolicyOf(key, facts);
  return {
    layer: "keyPolicy",
    account: lacks[0]?.account ?? "unknown",
    document: { kind: "keyPolicy", key },
    before,
    statements: keyStatements(
      lacks.map(({ need }) => need),
      { principal, version: versionOf(before) },
    ),
    lacks,
  };
}

function keyPolicyOf(arn: string, facts: Facts): GrantDraft["before"] {
  const policy = knownKeys(facts).get(arn)?.policy ?? "unreadable";
  if (policy === "unreadable") return unknown(`the policy of key ${arn} was not read`);
  return known(policy[0], "GetKeyPolicy");
}

function bucketDraft(bucket: string, lacks: readonly Lack[], { facts, principal }: Named): Draft {
  const about = facts.buckets.get(bucket);
  const before = about?.policy ?? { known: false, why: `bucket ${bucket} was not asked` };
  return {
    layer: "resource",
    account: ownerOf(about),
    document: { kind: "bucketPolicy", bucket },
    before,
    statements: grantStatements(
      lacks.map(({ need }) => need),
      { principal, version: versionOf(before) },
    ),
    lacks,
  };
}

/**
 * The inline policy that belongs to us; a permission set has but one, with AWS's name. A federated session
 * has no policies but those of its user (STS API Reference, GetFederationToken): undefined where nobody
 * told who that is, and where it is the root user, who has none.
 */
export function identityDocument({
  caller,
}: Pick<Facts, "caller">): Extract<GrantedDocument, { readonly policyName: string }> | undefined {
  const policyName = "SluiceSync";
  switch (caller.kind) {
    case "root":
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return undefined;
    case "user":
      return userDocument(caller.arn);
    case "federatedUser":
      return userDocument(caller.issuerArn);
    case "roleSession": {
      const permissionSet = permissionSetOf(caller.roleArn);
      return permissionSet === undefined
        ? { kind: "rolePolicy", name: lastPart(caller.roleArn), policyName }
        : { kind: "permissionSet", name: permissionSet, policyName: "AwsSSOInlinePolicy" };
    }
  }
}

function userDocument(arn: string): ReturnType<typeof identityDocument> {
  if (parseArn(arn)?.resource.startsWith("user/") !== true) return undefined;
  return { kind: "userPolicy", name: lastPart(arn), policyName: "SluiceSync" };
}

/** That policy as it stands, undefined when there is none. */
export function inlinePolicyOf(facts: Facts, policyName: string): GrantDraft["before"] {
  const policies = facts.identityPolicies;
  if (!policies.known) return policies;
  const policy = policies.value.find((one) => isOwnInline(one, policyName));
  return known(policy, policies.from);
}

/** Whether a policy is inline and the caller's own: groups may have one by the same name. */
export function isOwnInline(
  { name, arn, attachedTo }: AttachedPolicy,
  policyName: string,
): boolean {
  return name === policyName && arn === undefined && !attachedTo.includes(":group/");
}

function versionOf(before: GrantDraft["before"]): PolicyDocument["version"] {
  return (before.known ? before.value?.document.version : undefined) ?? "2012-10-17";
}

function bucketsOf(lacks: readonly Lack[]): readonly string[] {
  return [...new Set(lacks.map(({ need }) => need.bucket))];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
