import type { ConditionEntry, StatementEvaluation } from "../../policy/index.ts";
import type { CauseId } from "./diagnosis.ts";

const byKey: readonly (readonly [RegExp, CauseId])[] = [
  [/s3:(?:prefix|delimiter)/i, "C09"],
  [/aws:SourceIp|aws:VpcSourceIp/i, "C16"],
  [/aws:Source(?:Vpce|Vpc)|aws:VpceOrg/i, "C17"],
  [/aws:Principal(?:OrgID|OrgPaths)/i, "C18"],
  [/aws:SecureTransport|s3:TlsVersion|s3:signatureversion/i, "C15"],
  [/s3:x-amz-/i, "C20"],
  [/s3:ExistingObjectTag/i, "C31"],
];

/** The cause that a condition on this key makes, e.g. `StringEquals s3:prefix`. */
export function causeOfCondition(name: string): readonly CauseId[] {
  return byKey.filter(([key]) => key.test(name)).map(([, cause]) => cause);
}

/** What a Deny matched on: the conditions that held, and whom it spares. */
export function causesOfDeny({ document, ref }: StatementEvaluation): readonly CauseId[] {
  const statement = document?.statements[ref.index];
  if (statement === undefined) return [];
  const { conditions, principal } = statement;
  const matchesTooMuch = principal?.negated === true || conditions.some(isLiteralWildcard);
  return [
    ...(matchesTooMuch ? (["C19"] as const) : []),
    ...conditions.flatMap(({ key }) => causeOfCondition(key)),
  ];
}

/** `StringNotEquals` takes `*` to the letter (IAM User Guide, String condition operators). */
function isLiteralWildcard({ operator, values }: ConditionEntry): boolean {
  return /^StringNotEquals/.test(operator) && values.some(({ value }) => /^arn:.*[*?]/.test(value));
}
