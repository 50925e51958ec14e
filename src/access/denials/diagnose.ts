import { accountCaller } from "../../policy/index.ts";
import { isAccountId, parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import { findGaps, type Gap } from "../gaps/find-gaps.ts";
import { judge } from "../gaps/judge.ts";
import { withKeyNeeds } from "../gaps/with-key-needs.ts";
import { ownerOf } from "../gaps/request-context.ts";
import type { Need } from "../needs/need.ts";
import type { Denial } from "./denial.ts";
import { type Meaning, meaningOf } from "./diagnosis-table.ts";
import type { Actor, CauseId, Diagnosis } from "./diagnosis.ts";
import { hiddenNeeds } from "./hidden-needs.ts";
import { causesOfCall } from "./call-causes.ts";
import { causesOfGap } from "./near-miss-causes.ts";
import { isInOwnAccount } from "./own-account.ts";
import { wrongFixes } from "./wrong-fixes.ts";

/** What is known besides the text. */
export interface DenialContext {
  readonly facts?: Facts;
  /** The needs of the run in which it happened. */
  readonly needs?: readonly Need[];
}

/** Says what a denial means, who can end it, what it hides and which fixes fail. */
export function diagnose(denial: Denial, context: DenialContext = {}): Diagnosis {
  const meaning = meaningOf(denial);
  const needs = context.needs ?? [];
  const gap = context.facts && gapOf(denial, context.facts, needs);
  return {
    denial,
    code: meaning.code,
    actor: actorOf(denial, meaning, context.facts),
    causes: unique([
      ...(gap ? causesOfGap(gap) : []),
      ...causesOfCall(denial),
      ...likelyCauses(denial, meaning),
    ]),
    hides: hiddenNeeds(denial, needs, context.facts),
    avoid: wrongFixes(denial, meaning),
    ...(gap && { gap }),
  };
}

/** The causes of the text's kind, with those of Identity Center where its roles are concerned. */
function likelyCauses(denial: Denial, { code, causes: all }: Meaning): readonly CauseId[] {
  const { action } = denial;
  const isOfSync = action === undefined || /^(?:s3|kms|sts):/.test(action);
  // These are about buckets, objects and the names of S3's actions.
  const causes =
    isOfSync && !isInOwnAccount(denial)
      ? all
      : all.filter((cause) => cause !== "C07" && cause !== "C08");
  if (code !== "resource-policy-silent") return causes;
  const isSession = denial.principal?.includes(":assumed-role/") === true;
  const isIdentityCenter = denial.principal?.includes("/AWSReservedSSO_") === true;
  const [first = "C10", ...others] = causes;
  return [
    first,
    ...(isIdentityCenter ? (["C12", "C13"] as const) : []),
    ...(isSession ? (["C11"] as const) : []),
    ...(action === "s3:ListBucket" ? (["C09"] as const) : []),
    ...others,
  ];
}

function gapOf(denial: Denial, facts: Facts, needs: readonly Need[]): Gap | undefined {
  const { action, bucket, resource, principal } = denial;
  const ours = accountCaller(facts.caller)?.arn;
  const isOther = principal !== undefined && ours !== undefined && principal !== ours;
  if (isOther || action === undefined) return undefined;
  if (action.startsWith("kms:")) return keyGapOf(denial, facts, needs);
  if (bucket === undefined) return undefined;
  const need = needs.find((known) => known.action === action && known.bucket === bucket) ?? {
    action,
    bucket,
    resource: resource ?? `arn:aws:s3:::${bucket}`,
    side: "destination",
    context: {},
    because: [],
    essential: true,
    occasion: "always",
  };
  return findGaps(judge([need], facts))[0];
}

/** KMS's text names no object, and a key only where the caller may know of it. */
function keyGapOf(
  { action, resource }: Denial,
  facts: Facts,
  needs: readonly Need[],
): Gap | undefined {
  const asked = withKeyNeeds(needs, facts).filter(
    (need) =>
      need.via !== undefined &&
      need.action === action &&
      (resource === undefined || need.resource === resource),
  );
  return findGaps(judge(asked, facts))[0];
}

function actorOf(denial: Denial, { who }: Meaning, facts: Facts | undefined): Actor {
  return { who, account: actingAccount(denial, who, facts) ?? "unknown" };
}

function actingAccount(
  { principal, bucket, resource, policyArn }: Denial,
  who: Actor["who"],
  facts: Facts | undefined,
): string | undefined {
  switch (who) {
    case "caller":
    case "callersAccount":
      return accountIn(principal);
    case "bucketOwner":
      return facts && ownerIn(facts, bucket);
    case "keyOwner":
    case "roleOwner":
      return accountIn(resource);
    case "callersOrganization":
    case "ownersOrganization":
      // The policy's ARN carries the management account.
      return accountIn(policyArn);
    case "networkOwner":
    case "awsSupport":
    case "eitherSide":
      return undefined;
  }
}

function ownerIn({ buckets }: Facts, bucket = ""): string {
  return ownerOf(buckets.get(bucket));
}

function accountIn(arn: string | undefined): string | undefined {
  // Pasted texts often have the account blackened.
  const account = parseArn(arn ?? "")?.account ?? "";
  return isAccountId(account) ? account : undefined;
}

function unique(causes: readonly CauseId[]): readonly CauseId[] {
  return [...new Set(causes)];
}
