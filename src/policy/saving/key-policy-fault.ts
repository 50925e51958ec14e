import type { ParsedPolicy } from "../parse-policy.ts";
import { bytesOf, policyQuotas } from "./policy-quotas.ts";
import type { SaveRefusal } from "./save-refusal.ts";
import type { PrincipalExists } from "./trust-fault.ts";

const INVALID_PRINCIPALS = "Policy contains a statement with one or more invalid principals.";

/**
 * KMS's answer to a key policy that it does not take (KMS API Reference, PutKeyPolicy, Errors; texts of public
 * logs). What it says of other faults than those of principals is not known: it is told like S3 tells it.
 */
export function keyPolicyRefusal(
  parsed: ParsedPolicy,
  text: string,
  exists: PrincipalExists,
): SaveRefusal | undefined {
  if (bytesOf(text) > policyQuotas.keyPolicy) {
    return {
      code: "LimitExceededException",
      status: 400,
      message: "Key policy size exceeds the limit of 32768 bytes.",
    };
  }
  if (!parsed.ok) {
    const [{ code }] = parsed.problems;
    return malformed(
      code === "missingPrincipal" || code === "invalidPrincipal"
        ? INVALID_PRINCIPALS
        : "This policy contains invalid Json",
    );
  }
  const entries = parsed.value.statements.flatMap(({ principal }) => principal?.entries ?? []);
  const isAbsent = entries.some(
    ({ value: { type, value } }) => type === "AWS" && value !== "*" && !exists(value),
  );
  return isAbsent ? malformed(INVALID_PRINCIPALS) : undefined;
}

function malformed(message: string): SaveRefusal {
  return { code: "MalformedPolicyDocumentException", status: 400, message };
}
