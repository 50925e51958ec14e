import type { DiagnosisCode } from "./diagnosis.ts";

/** What fails like a denial, and what no permission mends. */
const LOOKALIKES: ReadonlySet<string> = new Set<DiagnosisCode>([
  "credentials-expired",
  "credentials-invalid",
  "credentials-missing",
  "clock-skewed",
  "profile-missing",
  "principal-invalid",
  "policy-malformed",
  "bucket-missing",
  "key-missing",
  "wrong-region",
  "throttled",
  "account-suspended",
  "object-archived",
  "encryption-key-refused",
  "head-unclear",
  "job-missing",
]);

/** Whether a diagnosis is of something else than a lack of permission. */
export function isLookalike(code: string): boolean {
  return LOOKALIKES.has(code);
}
