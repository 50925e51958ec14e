import type { ConditionOperator } from "../condition-operator.ts";
import { parseIpRange } from "../conditions/ip-range.ts";
import { isKnown } from "../unknown-text.ts";

/** A condition of a statement, as a policy or a draft of one has it. */
export interface HoldingCondition {
  /** Undefined when IAM has no operator of that name. */
  readonly operator: ConditionOperator | undefined;
  readonly ifExists: boolean;
  readonly quantifier: string | undefined;
  readonly key: string;
  readonly values: readonly string[];
}

/** Access points read their own keys more narrowly than buckets do. */
export type PolicyPlace = "bucket" | "accessPoint";

// S3 User Guide, Blocking public access, The meaning of "public". The page gives `aws:PrincipalOrgID` as
// an example of a principal; the other keys that name who calls, or on whose behalf, are taken alike, and
// `aws:SourceVpcArn`, which it does not have, as `aws:SourceVpc`.
const fixingKeys: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

/** Whether a condition names whom it lets in, or by which way, by values without wildcard or variable. */
export function holdsToFixedValues(condition: HoldingCondition, place: PolicyPlace): boolean {
  const { operator, ifExists, quantifier, values } = condition;
  const key = condition.key.toLowerCase();
  if (operator === undefined || operator.negated || operator.kind === "null") return false;
  if (ifExists || quantifier === "ForAllValues" || !fixingKeys.has(key)) return false;
  return values.length > 0 && values.every((value) => isFixed(key, value, place));
}

function isFixed(key: string, value: string, place: PolicyPlace): boolean {
  if (!isKnown(value)) return true;
  switch (key) {
    case "aws:sourceip":
      return isNarrow(value);
    case "aws:userid":
      // "outside the pattern `AROLEID:*`": a role by its id, with whatever session name.
      return isPlain(value.replace(/^A[A-Z0-9]{15,}:\*$/, ""));
    case "s3:dataaccesspointarn":
      // The name of an access point may vary in a bucket policy, as long as its account does not.
      return isPlain(value) || (place === "bucket" && /^arn:[^*?$]+:\d{12}:/.test(value));
    default:
      return isPlain(value);
  }
}

function isPlain(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

/** Ranges wider than /8, or /32 in IPv6, count as public. */
function isNarrow(value: string): boolean {
  const range = parseIpRange(value);
  return range !== undefined && range.prefixLength >= (range.groups.length === 4 ? 8 : 32);
}
