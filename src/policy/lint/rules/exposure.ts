import { parseIpRange } from "../../conditions/ip-range.ts";
import { removeNodes } from "../edits/edit-json.ts";
import { isOnly } from "../edits/edit-statement.ts";
import { coversAction } from "../knowledge/coverage.ts";
import type { LintCondition, PrincipalItem } from "../reading/lint-document.ts";
import { isKnown } from "../reading/unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** Who may write the bucket's policy may give himself anything else. */
export const policyEscalation: Rule<"SL40"> = defineRule({
  id: "SL40",
  name: "policy-escalation",
  severity: "warning",
  fix: "proposed",
  check: ({ use, statements }) => {
    if (use !== "bucket-policy") return [];
    return statements.flatMap(({ effect, action }) => {
      if (effect !== "Allow" || action === undefined || action.negated) return [];
      const entry = action.entries.find(({ text }) => coversAction(text, "s3:PutBucketPolicy"));
      if (entry === undefined) return [];
      const isNamed = !/[*?]/.test(entry.text) && !isOnly(entry);
      return [
        {
          at: entry.node,
          parameters: { action: entry.text },
          fix: { automatic: false, edits: isNamed ? removeNodes([entry.node]) : [] },
        },
      ];
    });
  },
});

/** A statement that S3 counts as public (S3 User Guide, The meaning of "public"). */
export const publicPolicy: Rule<"SL41"> = defineRule({
  id: "SL41",
  name: "public",
  severity: "warning",
  fix: "none",
  check: ({ use, statements }) => {
    if (use !== "bucket-policy" && use !== "key-policy") return [];
    return statements.flatMap((statement) => {
      const { principal, effect } = statement;
      if (principal === undefined || principal.negated || effect !== "Allow") return [];
      const everyone = principal.entries.find(isEveryone);
      if (everyone === undefined || statement.conditions.some(isFixing)) return [];
      return [{ at: everyone.node, parameters: { restricts: use === "bucket-policy" } }];
    });
  },
});

function isEveryone({ type, text }: PrincipalItem): boolean {
  return text === "*" && (type === "*" || type === "AWS");
}

const FIXING_KEYS = [
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
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/** A condition that names whom it lets in, by values without wildcards. */
function isFixing({ operator, key, values }: LintCondition): boolean {
  const name = key.name.value.toLowerCase();
  const { meaning, ifExists, quantifier } = operator;
  if (meaning === undefined || meaning.negated || meaning.kind === "null" || ifExists) return false;
  if (!FIXING_KEYS.includes(name) || quantifier === "ForAllValues") return false;
  return values.length > 0 && values.every(({ text }) => isFixed(name, text));
}

function isFixed(key: string, value: string): boolean {
  if (!isKnown(value)) return true;
  if (key === "aws:sourceip") return isNarrow(value);
  // The name of an access point may vary as long as its account does not.
  if (key === "s3:dataaccesspointarn") return /^arn:[^*?]+:\d{12}:/.test(value);
  return !/[*?$]/.test(value.replace(/^A[A-Z0-9]{15,}:\*$/, ""));
}

/** Ranges wider than /8, or /32 in IPv6, count as public. */
function isNarrow(value: string): boolean {
  const range = parseIpRange(value);
  return range !== undefined && range.prefixLength >= (range.groups.length === 4 ? 8 : 32);
}
