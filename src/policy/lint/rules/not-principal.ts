import { parseArn } from "../../../aws/index.ts";
import { addCondition, renameProperty } from "../edits/edit-statement.ts";
import { replaceNode } from "../edits/edit-json.ts";
import type { Fix } from "../finding.ts";
import type { LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** An Allow for everybody but those listed, anonymous callers included. */
export const allowNotPrincipal: Rule<"SL33"> = defineRule({
  id: "SL33",
  name: "allow-not-principal",
  severity: "error",
  fix: "none",
  check: ({ statements }) =>
    statements.flatMap(({ principal, effect }) =>
      principal?.negated === true && effect === "Allow"
        ? [
            {
              at: principal.property.name.span,
              parameters: { principals: principal.entries.map(({ text }) => text) },
            },
          ]
        : [],
    ),
});

/** A Deny that spares a role but not its sessions, which are who really asks (IAM User Guide, NotPrincipal). */
export const denyNotPrincipal: Rule<"SL34"> = defineRule({
  id: "SL34",
  name: "deny-not-principal-session",
  severity: "warning",
  fix: "proposed",
  check: (document) =>
    document.statements.flatMap((statement) => {
      const { principal, effect } = statement;
      if (principal?.negated !== true || effect !== "Deny") return [];
      const texts = principal.entries.map(({ text }) => text);
      if (!texts.every(isKnown)) return [];
      return principal.entries
        .filter(({ text }) => isRoleWithoutSession(text, texts))
        .map((item) => ({
          at: item.node,
          parameters: { role: item.text },
          fix: byPrincipalArn(document, statement),
        }));
    }),
});

function isRoleWithoutSession(text: string, texts: readonly string[]): boolean {
  const arn = parseArn(text);
  if (arn?.service !== "iam" || !arn.resource.startsWith("role/")) return false;
  const name = arn.resource.slice(arn.resource.lastIndexOf("/") + 1);
  const sessions = `arn:${arn.partition}:sts::${arn.account}:assumed-role/${name}/`;
  return !texts.some((other) => other.startsWith(sessions));
}

/** Everybody, unless `aws:PrincipalArn` is one of those listed. */
function byPrincipalArn(document: LintDocument, statement: LintStatement): Fix | undefined {
  const { principal } = statement;
  const listed = (principal?.entries ?? []).map(({ text }) => text);
  const arns = listed.filter(
    (text) => parseArn(text)?.service === "iam" && !text.endsWith(":root"),
  );
  const condition = { operator: "ArnNotLike", key: "aws:PrincipalArn", value: arns };
  const added = addCondition(document, statement, condition);
  if (principal === undefined || added === undefined) return undefined;
  const everyone = replaceNode(principal.property.value, "*");
  return {
    automatic: false,
    edits: [renameProperty(principal.property, "Principal"), everyone, added],
  };
}
