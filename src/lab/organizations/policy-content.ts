import { parsePolicy } from "../../policy/index.ts";
import { constraintViolation, organizationRefusal } from "./organization-refusals.ts";
import type { PolicyType } from "./organization-tables.ts";

// Organizations User Guide, Quotas: the size of a service or resource control policy, in bytes.
const MAX_BYTES = 5120;

/** Refuses what is no policy of its type (Organizations User Guide, SCP syntax, RCP syntax). */
export function requirePolicyContent(type: PolicyType, content: string): void {
  if (Buffer.byteLength(content) > MAX_BYTES) {
    throw constraintViolation(
      "POLICY_CONTENT_LIMIT_EXCEEDED",
      "You have exceeded the maximum policy content size.",
    );
  }
  const parsed = parsePolicy(content, type === "SERVICE_CONTROL_POLICY" ? "identity" : "resource");
  const isGood =
    parsed.ok && (type === "SERVICE_CONTROL_POLICY" || isResourceControl(parsed.value));
  if (!isGood) throw organizationRefusal("MalformedPolicyDocumentException");
}

type Document = Extract<ReturnType<typeof parsePolicy>, { readonly ok: true }>["value"];

/** RCP syntax: only Deny, only `"Principal": "*"`, no `NotAction`. */
function isResourceControl({ statements }: Document): boolean {
  return statements.every(
    ({ effect, principal, action }) =>
      effect === "Deny" &&
      !action.negated &&
      principal?.negated === false &&
      principal.entries.every(({ value }) => value.value === "*"),
  );
}
