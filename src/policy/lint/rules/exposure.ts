import { carriesKey } from "../../context-keys/carries-key.ts";
import type { HoldingCondition } from "../../s3/fixed-values.ts";
import { publicPrincipal } from "../../s3/public-principal.ts";
import { removeNodes } from "../edits/edit-json.ts";
import { isOnly } from "../edits/edit-statement.ts";
import { coversAction } from "../knowledge/coverage.ts";
import type { LintCondition } from "../reading/lint-document.ts";
import { defineRule, type Rule } from "../rule.ts";

const PUT_POLICY = "s3:PutBucketPolicy";

/** Who may write the bucket's policy may give himself anything else. */
export const policyEscalation: Rule<"SL40"> = defineRule({
  id: "SL40",
  name: "policy-escalation",
  severity: "warning",
  fix: "proposed",
  check: ({ use, statements }) => {
    if (use !== "bucket-policy") return [];
    return statements.flatMap(({ effect, action, conditions }) => {
      if (effect !== "Allow" || action === undefined || action.negated) return [];
      if (conditions.some(isNeverOfPolicies)) return [];
      const entry = action.entries.find(({ text }) => coversAction(text, PUT_POLICY));
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

/** A bucket's policy is not put through an access point, so a condition on its keys lets nobody do so. */
function isNeverOfPolicies({ operator, key }: LintCondition): boolean {
  const { meaning, ifExists, quantifier } = operator;
  if (meaning === undefined || meaning.negated || meaning.kind === "null") return false;
  return !ifExists && quantifier !== "ForAllValues" && !carriesKey(PUT_POLICY, key.name.value);
}

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
      if (principal === undefined || principal.negated) return [];
      const entries = principal.entries.map(({ type, text, node }) => ({
        type,
        value: text,
        node,
      }));
      const conditions = statement.conditions.map(holdingCondition);
      const written = { effect, principal: { negated: false, entries }, conditions };
      const admitted = publicPrincipal(written, "bucket");
      if (admitted === undefined || admitted === "everyoneElse") return [];
      return [{ at: admitted.node, parameters: { restricts: use === "bucket-policy" } }];
    });
  },
});

function holdingCondition({ operator, key, values }: LintCondition): HoldingCondition {
  return {
    operator: operator.meaning,
    ifExists: operator.ifExists,
    quantifier: operator.quantifier,
    key: key.name.value,
    values: values.map(({ text }) => text),
  };
}
