import { insertAfter, removeNodes, replaceNode } from "../edits/edit-json.ts";
import { removeCondition, renameProperty } from "../edits/edit-statement.ts";
import { applyEdits } from "../edits/text-edit.ts";
import type { Fix } from "../finding.ts";
import { carriesKey } from "../../context-keys/carries-key.ts";
import { findConditionKey, isKeyOfKnownService } from "../../context-keys/find-condition-key.ts";
import { nearestConditionKey } from "../../context-keys/nearest-condition-key.ts";
import { actionsOf } from "../knowledge/resource-fit.ts";
import type {
  Entry,
  LintCondition,
  LintDocument,
  LintStatement,
} from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** A condition key that AWS does not have. */
export const unknownKey: Rule<"SL27"> = defineRule({
  id: "SL27",
  name: "unknown-condition-key",
  severity: "error",
  fix: "proposed",
  check: ({ statements }) =>
    statements
      .flatMap(({ conditions }) => conditions)
      .flatMap(({ key }) => {
        const name = key.name.value;
        if (!isKnown(name) || isKey(name)) return [];
        const meant = nearestConditionKey(name.includes(":") ? name : `aws:${name}`);
        // A key that ends in a slash wants the name of a tag, which nobody here knows.
        const isWhole = meant !== undefined && !/[/:]$/.test(meant);
        return [
          {
            at: key.name.span,
            parameters: { key: name, meant },
            fix: { automatic: false, edits: isWhole ? [renameProperty(key, meant)] : [] },
          },
        ];
      }),
});

/** Keys of services and identity providers that are not known here pass when they have a prefix. */
function isKey(name: string): boolean {
  if (!isKeyOfKnownService(name)) return /^[^:]+:./.test(name);
  return findConditionKey(name) !== undefined && !name.endsWith("/");
}

/** A key that the request for an action never carries. */
export const keyNotForAction: Rule<"SL28"> = defineRule({
  id: "SL28",
  name: "key-not-for-action",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    document.statements.flatMap((statement) =>
      statement.conditions.flatMap((condition) => {
        const lost = actionsWithout(condition, statement, document);
        if (lost.length === 0) return [];
        return [
          {
            at: condition.key.name.span,
            parameters: {
              key: condition.key.name.value,
              actions: lost.map(({ text }) => text),
            },
            fix: splitOff(document, { statement, condition, lost }),
            // S3 refuses such a bucket policy; everywhere else the condition only never holds.
            severity: document.use === "bucket-policy" ? "error" : "warning",
          },
        ];
      }),
    ),
});

/** The entries of `Action` none of whose actions knows the key. */
function actionsWithout(
  condition: LintCondition,
  { action }: LintStatement,
  { use }: LintDocument,
): readonly Entry[] {
  const key = condition.key.name.value;
  const service = key.slice(0, key.indexOf(":") + 1).toLowerCase();
  const isJudged = (service === "s3:" || service === "kms:") && findConditionKey(key) !== undefined;
  if (action === undefined || action.negated || !isJudged) return [];
  // S3 refuses such a policy; elsewhere the key is absent, which some operators take for a match.
  if (use !== "bucket-policy" && holdsWhenAbsent(condition)) return [];
  return action.entries.filter(({ text }) => {
    const actions = isKnown(text) ? actionsOf(text) : [];
    const own = actions.filter(({ name }) => name.startsWith(service));
    return (
      own.length > 0 &&
      own.length === actions.length &&
      !own.some((each) => carriesKey(each.name, key))
    );
  });
}

function holdsWhenAbsent({ operator }: LintCondition): boolean {
  const { ifExists, quantifier, meaning } = operator;
  return (
    ifExists ||
    quantifier === "ForAllValues" ||
    (meaning?.negated ?? true) ||
    meaning?.kind === "null"
  );
}

interface Split {
  readonly statement: LintStatement;
  readonly condition: LintCondition;
  readonly lost: readonly Entry[];
}

const LISTING_KEYS = ["s3:prefix", "s3:delimiter", "s3:max-keys"];

/** Moves the actions that lack the key to a statement without it. */
function splitOff(document: LintDocument, { statement, condition, lost }: Split): Fix | undefined {
  const { action, node } = statement;
  if (action === undefined || node.parent?.type !== "array") return undefined;
  if (lost.length === action.entries.length) {
    return { automatic: false, edits: removeCondition(statement, condition) };
  }
  const names = lost.map(({ text }) => text);
  const sid =
    statement.sid === undefined
      ? []
      : [replaceNode(statement.sid.node, `${statement.sid.text}Other`)];
  const changes = [
    ...sid,
    replaceNode(action.property.value, names.length === 1 ? names[0] : names),
    ...removeCondition(statement, condition),
  ];
  const copy = applyEdits(
    document.text.slice(node.offset, node.offset + node.length),
    changes.map((edit) => ({ ...edit, offset: edit.offset - node.offset })),
  );
  return {
    automatic: isAboutListing(statement, condition, names),
    edits: [
      ...removeNodes(lost.map((entry) => entry.node)),
      insertAfter(document.text, node, [copy]),
    ],
  };
}

/** Who limits a listing to a prefix names the objects by `Resource`; any other condition may guard them. */
function isAboutListing(
  { effect }: LintStatement,
  { key }: LintCondition,
  names: readonly string[],
): boolean {
  const areOnObjects = names
    .flatMap(actionsOf)
    .every(
      ({ resourceTypes }) => resourceTypes.includes("object") && !resourceTypes.includes("bucket"),
    );
  return effect === "Allow" && areOnObjects && LISTING_KEYS.includes(key.name.value.toLowerCase());
}

/** Of a bucket policy's resources the account is always the bucket's. */
export const irrelevantKey: Rule<"SL31"> = defineRule({
  id: "SL31",
  name: "irrelevant-condition-key",
  severity: "warning",
  fix: "automatic",
  check: ({ use, statements }) => {
    if (use !== "bucket-policy" && use !== "key-policy") return [];
    return statements.flatMap((statement) =>
      statement.conditions
        .filter(({ key }) => isAboutOwner(key.name.value))
        .map((condition) => ({
          at: condition.key.name.span,
          parameters: { key: condition.key.name.value },
          fix: {
            automatic: isSafeWithout(statement, condition),
            edits: removeCondition(statement, condition),
          },
        })),
    );
  },
});

function isAboutOwner(key: string): boolean {
  return /^(?:s3:resourceaccount|aws:resource(?:account|orgid|orgpaths))$/i.test(key);
}

/** Where the account was mistaken for the caller's, leaving it out must not open the bucket to all. */
function isSafeWithout({ effect, principal }: LintStatement, { operator }: LintCondition): boolean {
  const namesSomebody =
    principal?.negated === false && principal.entries.every(({ text }) => text !== "*");
  return effect === "Allow" && operator.meaning?.negated === false && namesSomebody;
}
