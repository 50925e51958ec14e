import { replaceNode } from "../edits/edit-json.ts";
import { operatorName, principalByPattern, renameOperator } from "../edits/edit-statement.ts";
import type { Fix } from "../finding.ts";
import { readSsoRole, type SsoRole, ssoRolePattern } from "../knowledge/sso-role.ts";
import type {
  Entry,
  LintCondition,
  LintDocument,
  LintStatement,
  PrincipalItem,
} from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** The ARN of an Identity Center role without its path: S3 answers `Invalid principal in policy`. */
export const ssoPath: Rule<"SL21"> = defineRule({
  id: "SL21",
  name: "sso-path",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    ssoRolesIn(document).flatMap((place) => {
      const { role, entry } = place;
      if (role.path !== "") return [];
      const pattern = ssoRolePattern(role, role.suffix);
      return [
        {
          at: entry.node,
          parameters: { role: entry.text, pattern },
          fix: byPattern(document, place, pattern),
        },
      ];
    }),
});

/** A role with its suffix, which changes when the last assignment is removed and made again. */
export const ssoSuffix: Rule<"SL22"> = defineRule({
  id: "SL22",
  name: "sso-suffix",
  severity: "suggestion",
  fix: "proposed",
  check: (document) =>
    ssoRolesIn(document).flatMap((place) => {
      const { role, entry } = place;
      if (role.path === "" || role.suffix === undefined) return [];
      const pattern = ssoRolePattern(role, undefined);
      const fix = byPattern(document, place, pattern);
      return [
        {
          at: entry.node,
          parameters: { permissionSet: role.permissionSet, pattern },
          fix: fix && { ...fix, automatic: false },
        },
      ];
    }),
});

/** A pattern that wants a Region in the path, which roles made from us-east-1 have not. */
export const ssoPatternRegion: Rule<"SL23"> = defineRule({
  id: "SL23",
  name: "sso-pattern-region",
  severity: "warning",
  fix: "automatic",
  check: ({ statements }) =>
    statements
      .flatMap(({ conditions }) => conditions)
      .filter(({ key }) => isPrincipalArn(key.name.value))
      .flatMap(({ values, operator }) =>
        values.flatMap(({ text, node }) => {
          const right = text.replace(
            /sso\.amazonaws\.com\/\*\/(?=AWSReservedSSO)/,
            "sso.amazonaws.com/*",
          );
          if (right === text || !isKnown(text)) return [];
          const automatic = operator.meaning?.negated === false;
          return [
            {
              at: node,
              parameters: { pattern: text, right },
              fix: { automatic, edits: [replaceNode(node, right)] },
            },
          ];
        }),
      ),
});

interface PlacedRole {
  readonly statement: LintStatement;
  readonly role: SsoRole;
  readonly entry: Entry;
  readonly principal: PrincipalItem | undefined;
  readonly condition: LintCondition | undefined;
}

/** Identity Center roles written out, as principals and as values of `aws:PrincipalArn`. */
function ssoRolesIn({ statements }: LintDocument): readonly PlacedRole[] {
  return statements.flatMap((statement) => {
    const principals = (statement.principal?.entries ?? [])
      .filter(({ type }) => type === "AWS")
      .map((item) => ({ entry: item, principal: item, condition: undefined }));
    const values = statement.conditions
      .filter(({ key }) => isPrincipalArn(key.name.value))
      .flatMap((condition) =>
        condition.values.map((entry) => ({ entry, principal: undefined, condition })),
      );
    return [...principals, ...values].flatMap((place) => {
      const role = readSsoRole(place.entry.text);
      return role === undefined ? [] : [{ ...place, statement, role }];
    });
  });
}

function byPattern(
  document: LintDocument,
  { statement, role, entry, principal, condition }: PlacedRole,
  pattern: string,
): Fix | undefined {
  if (principal !== undefined) {
    const { account } = role;
    return principalByPattern(document, statement, { item: principal, account, pattern });
  }
  const meaning = condition?.operator.meaning;
  if (condition === undefined || meaning === undefined) return undefined;
  const edits = [replaceNode(entry.node, pattern)];
  const automatic = statement.effect === "Allow" && !meaning.negated;
  if (meaning.kind === "arn" || meaning.kind === "like") return { automatic, edits };
  const bare = meaning.negated ? "ArnNotLike" : "ArnLike";
  const renamed = renameOperator(statement, condition, operatorName(condition, { bare }));
  const isAlone =
    statement.conditions.filter(({ block }) => block === condition.block).length === 1;
  return isAlone && renamed.length > 0 ? { automatic, edits: [...edits, ...renamed] } : undefined;
}

function isPrincipalArn(key: string): boolean {
  return key.toLowerCase() === "aws:principalarn";
}
