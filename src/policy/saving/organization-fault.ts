import { parsePolicy, type ParsedPolicy } from "../parse-policy.ts";
import type { PolicyDocument } from "../policy-document.ts";
import { policyQuotas } from "./policy-quotas.ts";
import type { SaveRefusal } from "./save-refusal.ts";

type OrganizationPolicy = "serviceControl" | "resourceControl";

/** Organizations' answer to a policy that it does not take (Organizations API Reference, CreatePolicy, Errors). */
export function organizationRefusal(
  kind: OrganizationPolicy,
  text: string,
): SaveRefusal | undefined {
  // All characters count, white space too (Organizations User Guide, SCP syntax, RCP syntax).
  if (text.length > policyQuotas[kind]) {
    return {
      code: "ConstraintViolationException",
      status: 400,
      message: "You have exceeded the maximum policy size.",
      reason: "POLICY_CONTENT_LIMIT_EXCEEDED",
    };
  }
  if (isGood(kind, parseOrganizationPolicy(kind, text))) return undefined;
  return {
    code: "MalformedPolicyDocumentException",
    status: 400,
    message:
      "The provided policy document does not meet the requirements of the specified policy type.",
  };
}

/** A service control policy is written like an identity policy, a resource control policy like a resource's. */
function parseOrganizationPolicy(kind: OrganizationPolicy, text: string): ParsedPolicy {
  return parsePolicy(text, kind === "serviceControl" ? "identity" : "resource");
}

function isGood(kind: OrganizationPolicy, parsed: ParsedPolicy): boolean {
  if (!parsed.ok) return false;
  return kind === "serviceControl" || isResourceControl(parsed.value);
}

/** RCP syntax: of version 2012-10-17, only Deny, only `"Principal": "*"`, no `NotAction`, no lone `*`. */
function isResourceControl({ statements, version }: PolicyDocument): boolean {
  const areGood = statements.every(
    ({ effect, principal, action }) =>
      effect === "Deny" &&
      !action.negated &&
      action.entries.every(({ value }) => value !== "*") &&
      principal?.negated === false &&
      principal.entries.every(({ value }) => value.value === "*"),
  );
  return areGood && version === "2012-10-17";
}
