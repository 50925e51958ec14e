import { parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { grantSid } from "./grant-sid.ts";
import type { NewStatement } from "./grant-statements.ts";
import { isOwnInline } from "./identity-document.ts";
import type { Lack } from "./lacking-layers.ts";
import { standingPolicy } from "./standing-policy.ts";

/** The trust policy that a service's caller is asked about; undefined where it opens no role. */
export function trustDocument({
  trust,
}: Pick<Facts, "trust">): Extract<GrantedDocument, { readonly kind: "trustPolicy" }> | undefined {
  return trust && { kind: "trustPolicy", role: trust.roleArn };
}

/** Drafts the statement that lets a service open the role, for what is asked in one account alone. */
export function trustDrafts(
  lacks: readonly Lack[],
  facts: Facts,
  purpose: string,
): readonly Omit<GrantDraft, "dropsOrphans">[] {
  const { caller } = facts;
  const document = trustDocument(facts);
  if (lacks.length === 0 || document === undefined || caller.kind !== "service") return [];
  const account = parseArn(document.role)?.account ?? "unknown";
  const asking = sourceAccount(facts);
  const statement: NewStatement = {
    Sid: grantSid({ kind: "Trust", purpose, parts: [caller.name, asking] }),
    Effect: "Allow",
    Principal: { Service: caller.name },
    Action: "sts:AssumeRole",
    // IAM User Guide, The confused deputy problem, Cross-service confused deputy prevention.
    Condition: { StringEquals: { "aws:SourceAccount": asking } },
  };
  const before = standingPolicy(document, facts);
  return [{ layer: "roleTrust", account, document, before, statements: [statement], lacks }];
}

/** The account for which a service asks. */
export function sourceAccount({ surroundings }: Pick<Facts, "surroundings">): string {
  const values = surroundings.get("aws:sourceaccount");
  return (values === "unknown" ? undefined : values?.[0]) ?? "unknown";
}

/** Whether nothing else is known to hang on a role than what grants gave it, so that it can go with them. */
export function isMadeByGrants({ trust }: Pick<Facts, "trust">): boolean {
  if (trust?.identityPolicies.known !== true) return false;
  return trust.identityPolicies.value.every((policy) => isOwnInline(policy, "SluiceSync"));
}
