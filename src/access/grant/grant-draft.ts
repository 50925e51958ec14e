import { parseArn, s3Arn } from "../../aws/index.ts";
import {
  accountCaller,
  type AttachedPolicy,
  type Layer,
  type PolicyDocument,
} from "../../policy/index.ts";
import type { Fact, Facts } from "../facts/facts.ts";
import { factsByOwnName, ownNameOf } from "../facts/own-name.ts";
import { isAskedOfAccount } from "../gaps/account-request.ts";
import { ownerOf } from "../gaps/request-context.ts";
import type { Need } from "../needs/need.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { grantStatements, keyStatements, type NewStatement } from "./grant-statements.ts";
import { accountStatements } from "./account-statements.ts";
import { identityDocument } from "./identity-document.ts";
import type { Lack } from "./lacking-layers.ts";
import { endpointDocument } from "./endpoint-document.ts";
import { endpointPrincipal, type PolicyPrincipal } from "./policy-principal.ts";
import { standingPolicy } from "./standing-policy.ts";
import { trustDocument, trustStatement } from "./trust-document.ts";

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
  /** What it is for, as `purposeOf` names it. */
  readonly purpose: string;
}

/** Sorts what is lacking by document, and drafts the statements for each. */
export function draftGrant(
  lacks: readonly Lack[],
  facts: Facts,
  { dropsOrphans, ...manner }: GrantManner,
): readonly GrantDraft[] {
  const named = { facts, ...manner };
  const ofKeys = lacks.filter(({ layer }) => layer === "keyPolicy");
  const isOpenedByKey = (lack: Lack): boolean =>
    ofKeys.some((other) => other.need === lack.need && isEnough(other, named));
  const identity = lacks.filter((lack) => lack.layer === "identity" && !isOpenedByKey(lack));
  const resource = lacks.filter(({ layer }) => layer === "resource");
  return [
    ...identityDrafts(identity, named),
    ...accessPointDrafts(
      lacks.filter(({ layer }) => layer === "accessPoint"),
      named,
    ),
    ...resourceDrafts({ resource, ofKeys }, named),
    ...endpointDrafts(
      lacks.filter(({ layer }) => layer === "vpcEndpoint"),
      named,
    ),
    ...trustDrafts(
      lacks.filter(({ layer }) => layer === "roleTrust"),
      named,
    ),
  ].map((draft) => ({ ...draft, dropsOrphans }));
}

type Draft = Omit<GrantDraft, "dropsOrphans">;

function resourceDrafts(
  { resource, ofKeys }: Readonly<Record<"resource" | "ofKeys", readonly Lack[]>>,
  named: Named,
): readonly Draft[] {
  return [
    ...[...new Set(resource.map(({ need }) => ownNameOf(need.bucket, named.facts)))].map(
      (bucket) => {
        const here = resource.filter(({ need }) => ownNameOf(need.bucket, named.facts) === bucket);
        return bucketDraft(bucket, here, named);
      },
    ),
    ...[...new Set(ofKeys.map(({ need }) => need.resource))].map((key) => {
      const here = ofKeys.filter(({ need }) => need.resource === key);
      return keyDraft(key, here, named);
    }),
  ];
}

/** Whom a policy names, for what: the facts say who that is. */
interface Named {
  readonly facts: Facts;
  readonly principal: PolicyPrincipal;
  readonly purpose: string;
}

/** Within one account, a key policy that names the caller itself needs no identity policy beside it. */
function isEnough({ account }: Lack, { facts, principal }: Named): boolean {
  return accountCaller(facts.caller)?.account === account && principal.style === "role";
}

function identityDrafts(
  lacks: readonly Lack[],
  { facts, purpose }: Omit<Named, "principal">,
): readonly Draft[] {
  const [first] = lacks;
  const document = identityDocument(facts);
  if (first === undefined || document === undefined) return [];
  const before = standingPolicy(document, facts);
  const place = { version: versionOf(before), purpose };
  const needs = lacks.map(({ need }) => need);
  const ofObjects = needs.filter((need) => need.via === undefined && !isAskedOfAccount(need));
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
    ...accountStatements(needs.filter(isAskedOfAccount), place),
  ];
  return [{ layer: "identity", account: first.account, document, before, statements, lacks }];
}

function keyDraft(
  key: string,
  lacks: readonly Lack[],
  { facts, principal, purpose }: Named,
): Draft {
  const document = { kind: "keyPolicy", key } as const;
  const before = standingPolicy(document, facts);
  return {
    layer: "keyPolicy",
    account: lacks[0]?.account ?? "unknown",
    document,
    before,
    statements: keyStatements(
      lacks.map(({ need }) => need),
      { principal, version: versionOf(before), purpose },
    ),
    lacks,
  };
}

/** What goes by an endpoint it must allow whole: the listings and the objects of both sides. */
function endpointDrafts(
  lacks: readonly Lack[],
  { facts, principal, purpose }: Named,
): readonly Draft[] {
  const document = endpointDocument(facts);
  const [first] = lacks;
  if (document === undefined || first === undefined) return [];
  const before = standingPolicy(document, facts);
  const statements = endpointStatements(endpointNeeds(lacks, facts), before, {
    principal,
    purpose,
  });
  return [{ layer: "vpcEndpoint", account: first.account, document, before, statements, lacks }];
}

/** Through an access point, an endpoint must let pass what it is and the bucket behind it (R94 of the policy rules). */
export function endpointNeeds(lacks: readonly Lack[], facts: Facts): readonly Need[] {
  return lacks.flatMap(({ need }) => {
    const own = ownNameOf(need.bucket, facts);
    return own === need.bucket ? [need] : [need, needOfBucket(need, own)];
  });
}

/** The statements by which an endpoint with such a policy lets needs pass. */
export function endpointStatements(
  needs: readonly Need[],
  before: GrantDraft["before"],
  { principal, purpose }: Pick<GrantManner, "principal" | "purpose">,
): readonly NewStatement[] {
  const place = {
    principal: endpointPrincipal(principal),
    version: versionOf(before),
    purpose,
    isEndpoint: true,
  };
  return [...new Set(needs.map(({ bucket }) => bucket))].flatMap((bucket) =>
    grantStatements(
      needs.filter((need) => need.bucket === bucket),
      place,
    ),
  );
}

function trustDrafts(
  lacks: readonly Lack[],
  { facts, purpose }: Omit<Named, "principal">,
): readonly Draft[] {
  const { caller } = facts;
  const [first] = lacks;
  const document = trustDocument(facts);
  if (first === undefined || document === undefined || caller.kind !== "service") return [];
  const before = standingPolicy(document, facts);
  const statements = [trustStatement(caller.name, { facts, purpose })];
  return [{ layer: "roleTrust", account: first.account, document, before, statements, lacks }];
}

function accessPointDrafts(
  lacks: readonly Lack[],
  { facts, principal, purpose }: Named,
): readonly Draft[] {
  return bucketsOf(lacks).flatMap((name) => {
    const point = facts.buckets.get(name)?.accessPoint;
    if (point?.known !== true) return [];
    const here = lacks.filter(({ need }) => need.bucket === name);
    const document = { kind: "accessPointPolicy", accessPoint: point.value.arn } as const;
    const before = standingPolicy(document, facts);
    const statements = grantStatements(
      here.map(({ need }) => need),
      { principal, version: versionOf(before), purpose },
    );
    const account = here[0]?.account ?? "unknown";
    return [{ layer: "accessPoint", account, document, before, statements, lacks: here } as const];
  });
}

/** A bucket's policy speaks of the bucket, however the run names it. */
function needOfBucket(need: Need, bucket: string): Need {
  if (need.bucket === bucket) return need;
  const [, key] = /:accesspoint\/[^/]+\/object\/(.*)$/s.exec(need.resource) ?? [];
  return { ...need, bucket, resource: s3Arn(bucket, key, parseArn(need.resource)?.partition) };
}

function bucketDraft(
  bucket: string,
  lacks: readonly Lack[],
  { facts, principal, purpose }: Named,
): Draft {
  const document = { kind: "bucketPolicy", bucket } as const;
  const before = standingPolicy(document, facts);
  return {
    layer: "resource",
    account: ownerOf(factsByOwnName(bucket, facts)),
    document,
    before,
    statements: grantStatements(
      lacks.map(({ need }) => needOfBucket(need, bucket)),
      { principal, version: versionOf(before), purpose },
    ),
    lacks,
  };
}

function versionOf(before: GrantDraft["before"]): PolicyDocument["version"] {
  return (before.known ? before.value?.document.version : undefined) ?? "2012-10-17";
}

function bucketsOf(lacks: readonly Lack[]): readonly string[] {
  return [...new Set(lacks.map(({ need }) => need.bucket))];
}
