import type { Statement } from "../../policy/index.ts";

/**
 * Unique ids that stand where a deleted user's or role's ARN stood (IAM User Guide, AWS JSON policy
 * elements: Principal); S3 refuses a put of such a text with `Invalid principal in policy`, and KMS does
 * too (KMS API Reference, PutKeyPolicy: principals must exist).
 */
export function orphanPrincipals(statements: readonly Statement[]): readonly string[] {
  return statements
    .flatMap(({ principal }) => principal?.entries ?? [])
    .map(({ value }) => value.value)
    .filter(isOrphan);
}

/** Whether a principal is the id of a user or a role that is gone. */
export function isOrphan(principal: string): boolean {
  return /^A(?:IDA|ROA)[A-Z0-9]{12,}$/.test(principal);
}
