import {
  accountCaller,
  type AttachedPolicy,
  type Layer,
  type PolicyDocument,
} from "../../policy/index.ts";
import { type Fact, type Facts, known } from "../facts/facts.ts";
import { ownerOf } from "../gaps/request-context.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { grantStatements, type NewStatement } from "./grant-statements.ts";
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
}

/** Sorts what is lacking by document, and drafts the statements for each. */
export function draftGrant(
  lacks: readonly Lack[],
  facts: Facts,
  principal: PolicyPrincipal,
): readonly GrantDraft[] {
  const identity = lacks.filter(({ layer }) => layer === "identity");
  const resource = lacks.filter(({ layer }) => layer === "resource");
  return [
    ...(identity.length === 0 ? [] : [identityDraft(identity, facts)]),
    ...bucketsOf(resource).map((bucket) => {
      const here = resource.filter(({ need }) => need.bucket === bucket);
      return bucketDraft(bucket, here, { facts, principal });
    }),
  ];
}

function identityDraft(lacks: readonly Lack[], facts: Facts): GrantDraft {
  const document = identityDocument(facts);
  const before = inlinePolicyOf(facts, document.policyName);
  const place = { version: versionOf(before) };
  return {
    layer: "identity",
    account: lacks[0]?.account ?? "unknown",
    document,
    before,
    statements: bucketsOf(lacks).flatMap((bucket) =>
      grantStatements(
        lacks.map(({ need }) => need).filter((need) => need.bucket === bucket),
        place,
      ),
    ),
    lacks,
  };
}

function bucketDraft(
  bucket: string,
  lacks: readonly Lack[],
  { facts, principal }: { readonly facts: Facts; readonly principal: PolicyPrincipal },
): GrantDraft {
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

/** The inline policy that belongs to us; a permission set has but one, with AWS's name. */
export function identityDocument(
  facts: Facts,
): Exclude<GrantedDocument, { readonly kind: "bucketPolicy" }> {
  const { caller } = facts;
  const arn = caller.kind === "roleSession" ? caller.roleArn : facts.callerLabel;
  const callerArn = accountCaller(caller)?.arn;
  const name = callerArn === undefined ? "anonymous" : (lastPart(callerArn) ?? arn);
  if (caller.kind !== "roleSession") return { kind: "userPolicy", name, policyName: "SluiceSync" };
  const permissionSet = permissionSetOf(caller.roleArn);
  return permissionSet === undefined
    ? { kind: "rolePolicy", name: lastPart(caller.roleArn) ?? name, policyName: "SluiceSync" }
    : { kind: "permissionSet", name: permissionSet, policyName: "AwsSSOInlinePolicy" };
}

/** That policy as it stands, undefined when there is none. */
export function inlinePolicyOf(facts: Facts, policyName: string): GrantDraft["before"] {
  const policies = facts.identityPolicies;
  if (!policies.known) return policies;
  const policy = policies.value.find(({ name, arn }) => name === policyName && arn === undefined);
  return known(policy, policies.from);
}

function versionOf(before: GrantDraft["before"]): PolicyDocument["version"] {
  return (before.known ? before.value?.document.version : undefined) ?? "2012-10-17";
}

function bucketsOf(lacks: readonly Lack[]): readonly string[] {
  return [...new Set(lacks.map(({ need }) => need.bucket))];
}

function lastPart(arn: string): string | undefined {
  return arn.split("/").at(-1);
}
