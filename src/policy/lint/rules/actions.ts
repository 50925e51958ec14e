import { expandAction, isKnownService, nearestAction, nearestWord } from "../../../aws/index.ts";
import { checkActionPattern } from "../../parse/check-pattern.ts";
import { inlineJson, insertAfter, removeNodes, replaceNode } from "../edits/edit-json.ts";
import { isOnly } from "../edits/edit-statement.ts";
import type { TextEdit } from "../edits/text-edit.ts";
import type { Fix } from "../finding.ts";
import { SERVICE_PREFIXES } from "../knowledge/service-prefixes.ts";
import type { PolicyUse } from "../policy-use.ts";
import type { Entry, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** An action that does not exist: often the name of an API operation. */
export const unknownAction: Rule<"SL05"> = defineRule({
  id: "SL05",
  name: "unknown-action",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    actionsIn(document).flatMap(({ entry, statement }) => {
      const { text } = entry;
      if (!isUnknownAction(text)) return [];
      const meant = text.includes(":") ? nearestAction(text) : nearestAction(`s3:${text}`);
      const fix: Fix = {
        automatic: isSure(text, meant),
        edits: replaceEntry(document, entry, newOnes(meant, entry, statement)),
      };
      return [{ at: entry.node, parameters: { action: text, meant }, fix }];
    }),
});

function isUnknownAction(text: string): boolean {
  if (text === "*") return false;
  if (checkActionPattern(text) !== undefined) return true;
  const service = text.slice(0, text.indexOf(":"));
  return isKnownService(service) && expandAction(text).length === 0;
}

/**
 * A typing error keeps the verb, and an operation like `HeadObject` has a verb that no action has.
 * Where the verb would change from one to another that exists, people decide.
 */
function isSure(action: string, meant: readonly string[]): boolean {
  const [first] = meant;
  if (first === undefined || !action.includes(":")) return false;
  const verb = verbOf(action);
  const service = first.slice(0, first.indexOf(":"));
  return verb === verbOf(first) || expandAction(`${service}:${verb}*`).length === 0;
}

function verbOf(action: string): string {
  return /^[A-Z]?[a-z]*/.exec(action.slice(action.indexOf(":") + 1))?.[0] ?? "";
}

/** Those that the statement does not list already. */
function newOnes(
  meant: readonly string[],
  entry: Entry,
  { action }: LintStatement,
): readonly string[] {
  const others = (action?.entries ?? []).filter((other) => other !== entry);
  const listed = new Set(others.map(({ text }) => text.toLowerCase()));
  return meant.filter((name) => !listed.has(name.toLowerCase()));
}

function replaceEntry(
  { text }: LintDocument,
  entry: Entry,
  names: readonly string[],
): readonly TextEdit[] {
  const [first, ...others] = names;
  if (first === undefined) return isOnly(entry) ? [] : removeNodes([entry.node]);
  if (others.length === 0) return [replaceNode(entry.node, first)];
  if (entry.node.parent?.type !== "array") return [replaceNode(entry.node, names)];
  const more = insertAfter(text, entry.node, others.map(inlineJson));
  const { offset, length } = entry.node;
  return [{ offset, length, text: inlineJson(first) + more.text }];
}

/** An action of a service that AWS's list does not have. */
export const unknownService: Rule<"SL06"> = defineRule({
  id: "SL06",
  name: "unknown-service",
  // The list grows with AWS, so a name that is missing may be new.
  severity: "warning",
  fix: "proposed",
  check: (document) =>
    actionsIn(document).flatMap(({ entry }) => {
      const [service = "", name] = entry.text.split(":");
      if (name === undefined || /[*?]/.test(service)) return [];
      if (SERVICE_PREFIXES.has(service.toLowerCase())) return [];
      const meant = nearestWord(service, SERVICE_PREFIXES);
      const edits = meant === undefined ? [] : [replaceNode(entry.node, `${meant}:${name}`)];
      return [{ at: entry.node, parameters: { service, meant }, fix: { automatic: false, edits } }];
    }),
});

/** An action of another service than the one that enforces the policy. */
export const foreignAction: Rule<"SL14"> = defineRule({
  id: "SL14",
  name: "foreign-action",
  severity: "error",
  fix: "automatic",
  check: (document) => {
    const own = ownService(document.use);
    if (own === undefined) return [];
    return actionsIn(document).flatMap(({ entry, statement }) => {
      const [service = "", name] = entry.text.toLowerCase().split(":");
      const isForeign = SERVICE_PREFIXES.has(service) && !service.startsWith(own);
      if (name === undefined || !isForeign) return [];
      return [
        {
          at: entry.node,
          parameters: { action: entry.text, belongsIn: placeOf(service) },
          fix: isOnly(entry) ? dropStatement(statement, document) : dropEntry(entry),
        },
      ];
    });
  },
});

function dropEntry(entry: Entry): Fix {
  return { automatic: true, edits: removeNodes([entry.node]) };
}

function dropStatement({ node }: LintStatement, { statements }: LintDocument): Fix {
  return { automatic: false, edits: statements.length < 2 ? [] : removeNodes([node]) };
}

function ownService(use: PolicyUse): string | undefined {
  switch (use) {
    case "bucket-policy":
      return "s3";
    case "key-policy":
      return "kms";
    case "trust":
      return "sts";
    case "identity":
    case "session":
    case "scp":
    case "rcp":
    case "vpc-endpoint":
      return undefined;
  }
}

function placeOf(service: string): PolicyUse {
  if (service === "kms") return "key-policy";
  return service === "s3" ? "bucket-policy" : "identity";
}

interface PlacedEntry {
  readonly entry: Entry;
  readonly statement: LintStatement;
}

function actionsIn({ statements }: LintDocument): readonly PlacedEntry[] {
  return statements.flatMap((statement) =>
    (statement.action?.entries ?? [])
      .filter(({ text }) => isKnown(text))
      .map((entry) => ({ entry, statement })),
  );
}
