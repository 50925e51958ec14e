import { replaceNode } from "../edits/edit-json.ts";
import { principalByPattern } from "../edits/edit-statement.ts";
import type { Fix } from "../finding.ts";
import { readSsoRole, ssoRolePattern } from "../knowledge/sso-role.ts";
import { namesPrincipals } from "../policy-use.ts";
import type { LintDocument, LintStatement, PrincipalItem } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** A wildcard in a principal, which AWS does not take (IAM User Guide, Principal). */
export const principalWildcard: Rule<"SL18"> = defineRule({
  id: "SL18",
  name: "principal-wildcard",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    awsPrincipals(document).flatMap(({ statement, item }) => {
      const { text } = item;
      if (!/[*?]/.test(text) || text === "*") return [];
      const pattern = principalArnPattern(text);
      const account = accountIn(pattern);
      const fix =
        account === undefined
          ? undefined
          : principalByPattern(document, statement, { item, account, pattern });
      return [{ at: item.node, parameters: { principal: text, pattern }, fix }];
    }),
});

/** The value of `aws:PrincipalArn` that a pattern of principals stands for: of a session it is the role's. */
function principalArnPattern(text: string): string {
  const session = /^(arn:[a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/.exec(text);
  const [, prefix, account, role] = session ?? [];
  if (prefix !== undefined && account !== undefined && role !== undefined) {
    return pathTo(`${prefix}:iam::${account}:role/`, role);
  }
  const sso = /^(arn:[a-z-]+:iam::\d{12}:role\/)(AWSReservedSSO_.*)$/.exec(text);
  return sso?.[1] === undefined ? text : pathTo(sso[1], sso[2] ?? "");
}

/** Roles of Identity Center have a path that differs by Region (causes: C12, C13). */
function pathTo(prefix: string, role: string): string {
  return role.startsWith("AWSReservedSSO_")
    ? `${prefix}aws-reserved/sso.amazonaws.com/*${role}`
    : prefix + role;
}

function accountIn(arn: string): string | undefined {
  return /^arn:[a-z-]+:iam::(\d{12}):/.exec(arn)?.[1];
}

/** The ARN of one session: another session name of the same role is not let in. */
export const sessionPrincipal: Rule<"SL20"> = defineRule({
  id: "SL20",
  name: "session-principal",
  severity: "warning",
  fix: "automatic",
  check: (document) =>
    awsPrincipals(document).flatMap(({ statement, item }) => {
      const form = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/*?]+)\/([^/*?]+)$/;
      const [, partition = "", account = "", name = "", session] = form.exec(item.text) ?? [];
      if (session === undefined || statement.principal?.negated === true) return [];
      const role = `arn:${partition}:iam::${account}:role/${name}`;
      const sso = readSsoRole(role);
      const fix: Fix | undefined =
        sso === undefined
          ? { automatic: isOpening(document, statement), edits: [replaceNode(item.node, role)] }
          : principalByPattern(document, statement, {
              item,
              account,
              pattern: ssoRolePattern(sso, sso.suffix),
            });
      const shown = sso === undefined ? role : ssoRolePattern(sso, sso.suffix);
      return [{ at: item.node, parameters: { session, role: shown }, fix }];
    }),
});

/** A Deny, or a trust policy, may well mean one session. */
function isOpening({ use }: LintDocument, { effect }: LintStatement): boolean {
  return effect === "Allow" && use !== "trust";
}

interface PlacedPrincipal {
  readonly statement: LintStatement;
  readonly item: PrincipalItem;
}

function awsPrincipals({ use, statements }: LintDocument): readonly PlacedPrincipal[] {
  if (!namesPrincipals(use)) return [];
  return statements.flatMap((statement) =>
    (statement.principal?.entries ?? [])
      .filter(({ type, text }) => type === "AWS" && isKnown(text))
      .map((item) => ({ statement, item })),
  );
}
