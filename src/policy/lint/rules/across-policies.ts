import { addItems, removeNodes } from "../edits/edit-json.ts";
import { isOnly } from "../edits/edit-statement.ts";
import type { Fix } from "../finding.ts";
import { coversAction, coversResource } from "../knowledge/coverage.ts";
import type { Entry, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** Something that a reference policy does not allow (Access Analyzer, CheckNoNewAccess). */
export const moreThanReference: Rule<"SL42"> = defineRule({
  id: "SL42",
  name: "more-than-reference",
  severity: "error",
  fix: "automatic",
  check: ({ reference, statements }) => {
    if (reference === undefined) return [];
    return statements.flatMap((statement) => {
      if (statement.effect !== "Allow") return [];
      return (statement.action?.entries ?? []).flatMap((entry) => {
        const beyond = resourcesBeyond(statement, entry, reference);
        if (beyond.length === 0) return [];
        const isWhole = beyond.length === statement.resource?.entries.length;
        const fix: Fix | undefined =
          isWhole && !isOnly(entry) && statement.action?.negated === false
            ? { automatic: true, edits: removeNodes([entry.node]) }
            : undefined;
        const [resource = "*"] = beyond;
        return [{ at: entry.node, parameters: { action: entry.text, resource }, fix }];
      });
    });
  },
});

/** The resources on which the reference does not allow an action to everybody whom the statement names. */
function resourcesBeyond(
  statement: LintStatement,
  { text }: Entry,
  { statements }: LintDocument,
): readonly string[] {
  const resources = statement.resource?.entries.map((entry) => entry.text) ?? ["*"];
  const isInverted = statement.action?.negated === true || statement.resource?.negated === true;
  if (isInverted) return resources;
  const candidates = statements.filter(
    (other) =>
      other.effect === "Allow" &&
      isWithin(statement, other) &&
      other.action?.entries.some((entry) => coversAction(entry.text, text)) === true,
  );
  return resources.filter(
    (resource) =>
      !candidates.some((other) =>
        (other.resource?.entries ?? []).some((entry) => coversResource(entry.text, resource)),
      ),
  );
}

/** Nobody else may be named, and every condition of the reference must stand. */
function isWithin(statement: LintStatement, reference: LintStatement): boolean {
  const { action, resource, principal, conditions } = reference;
  if ([action, resource, principal].some((element) => element?.negated === true)) return false;
  const named = new Set(principal?.entries.map(({ text }) => text) ?? ["*"]);
  const isNamed =
    named.has("*") || (statement.principal?.entries ?? []).every(({ text }) => named.has(text));
  return isNamed && conditions.every((wanted) => hasCondition(statement, wanted));
}

function hasCondition(
  { conditions }: LintStatement,
  { operator, key, values }: LintStatement["conditions"][number],
): boolean {
  const allowed = new Set(values.map(({ text }) => text));
  return conditions.some(
    (own) =>
      own.operator.written === operator.written &&
      own.key.name.value.toLowerCase() === key.name.value.toLowerCase() &&
      own.values.every(({ text }) => allowed.has(text)),
  );
}

const TWINS = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Across accounts a key must be opened twice: by its policy and by the caller's own (KMS Developer Guide). */
export const kmsTwin: Rule<"SL43"> = defineRule({
  id: "SL43",
  name: "kms-twin",
  severity: "warning",
  fix: "automatic",
  check: (document) => {
    const { use, others } = document;
    if (use === "identity" || use === "session") {
      const keys = others.filter((other) => other.use === "key-policy");
      return lacking(document, grantsOf(keys), "identity");
    }
    if (use !== "key-policy") return [];
    const identities = others.filter((other) => ["identity", "session"].includes(other.use));
    return lacking(document, grantsOf(identities), "key");
  },
});

/** The data-key actions that policies allow by name; whoever writes `kms:*` administers keys. */
function grantsOf(documents: readonly LintDocument[]): readonly string[] {
  return TWINS.filter((twin) =>
    documents.some((document) => document.statements.some((each) => allowsByName(each, twin))),
  );
}

function allowsByName({ effect, action }: LintStatement, name: string): boolean {
  if (effect !== "Allow" || action === undefined || action.negated) return false;
  return action.entries.some(({ text }) => /^kms:[a-z]/i.test(text) && coversAction(text, name));
}

function lacking(
  document: LintDocument,
  granted: readonly string[],
  side: "identity" | "key",
): readonly Draft<"SL43">[] {
  const isAllowed = (name: string): boolean =>
    document.statements.some(({ effect, action }) => {
      if (effect !== "Allow" || action === undefined) return false;
      if (action.negated || !action.entries.every(({ text }) => isKnown(text))) return true;
      return (
        isCaller({ action, side }) && action.entries.some(({ text }) => coversAction(text, name))
      );
    });
  const place = document.statements.find((each) => TWINS.some((twin) => allowsByName(each, twin)));
  // Of the policies in a folder many are about other things.
  if (place === undefined && (side === "key" || !isAboutObjects(document))) return [];
  const missing = granted.filter((name) => !isAllowed(name));
  return missing.map((action) => {
    const list = place?.action?.property.value;
    const fix: Fix | undefined =
      list === undefined
        ? undefined
        : { automatic: true, edits: [addItems(document.text, list, [action])] };
    const at = list ?? { offset: document.root?.offset ?? 0, length: 1 };
    return { at, parameters: { action, side }, fix };
  });
}

/** A key policy's `kms:*` is for the key's own account; it opens nothing to another. */
function isCaller({
  action,
  side,
}: {
  readonly action: NonNullable<LintStatement["action"]>;
  readonly side: "identity" | "key";
}): boolean {
  return side === "identity" || action.entries.every(({ text }) => text !== "kms:*");
}

function isAboutObjects({ statements }: LintDocument): boolean {
  return statements.some(
    ({ effect, action }) =>
      effect === "Allow" &&
      action?.entries.some(({ text }) => /^s3:(?:Get|Put)Object$/i.test(text)),
  );
}
