import type { Facts } from "../facts/facts.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { grantSid } from "./grant-sid.ts";
import type { NewStatement } from "./grant-statements.ts";
import { isOwnInline } from "./identity-document.ts";

/** The trust policy that a service's caller is asked about; undefined where it opens no role. */
export function trustDocument({
  trust,
}: Pick<Facts, "trust">): Extract<GrantedDocument, { readonly kind: "trustPolicy" }> | undefined {
  return trust && { kind: "trustPolicy", role: trust.roleArn };
}

/** The statement that lets a service open a role, for what is asked in one account alone. */
export function trustStatement(
  service: string,
  { facts, purpose }: { readonly facts: Facts; readonly purpose: string },
): NewStatement {
  const account = sourceAccount(facts);
  return {
    Sid: grantSid({ kind: "Trust", purpose, parts: [service, account] }),
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    // IAM User Guide, The confused deputy problem, Cross-service confused deputy prevention.
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
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
