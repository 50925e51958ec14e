import type { ActionFacts } from "../../../aws/index.ts";
import { addItems, replaceNode } from "../edits/edit-json.ts";
import type { Fix } from "../finding.ts";
import { actionsOf, fits, s3Scope } from "../knowledge/resource-fit.ts";
import type { Entry, LintDocument, LintStatement, TextElement } from "../reading/lint-document.ts";
import { isKnown, UNKNOWN_TEXT } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

type Level = "bucket" | "object";

/** An action that none of the statement's resources can be asked for. */
export const noResourceFits: Rule<"SL07"> = defineRule({
  id: "SL07",
  name: "no-resource-fits",
  severity: "error",
  fix: "automatic",
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const { action, resource } = statement;
      const unfit = unfitActions(statement).filter(({ level }) => level === undefined);
      return unfit.map(({ entry, facts }) => {
        const wanted = [...new Set(facts.flatMap(({ resourceTypes }) => resourceTypes))];
        const isWhole = unfit.length === action?.entries.length && wanted.length === 0;
        const fix: Fix | undefined =
          isWhole && resource !== undefined && facts.length > 0
            ? { automatic: true, edits: [replaceNode(resource.property.value, "*")] }
            : undefined;
        return { at: entry.node, parameters: { action: entry.text, wanted }, fix };
      });
    }),
});

/** An action on buckets, where the statement names only objects. */
export const listOnObjects: Rule<"SL08"> = defineRule({
  id: "SL08",
  name: "list-on-objects",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    wrongLevel(document, "bucket").map(({ statement, resource, actions, entries }) => ({
      at: entries[0].node,
      parameters: { actions, bucket: shown(bucketOf(entries[0].text)) },
      fix: retarget(document, { statement, resource, actions, entries, to: bucketOf }),
    })),
});

/** An action on objects, where the statement names only buckets. */
export const objectOnBucket: Rule<"SL09"> = defineRule({
  id: "SL09",
  name: "object-on-bucket",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    wrongLevel(document, "object").map(({ statement, resource, actions, entries }) => ({
      at: entries[0].node,
      parameters: { actions, objects: shown(objectsOf(entries[0].text)) },
      fix: retarget(document, { statement, resource, actions, entries, to: objectsOf }),
    })),
});

interface Mistake {
  readonly statement: LintStatement;
  readonly resource: TextElement;
  readonly actions: readonly string[];
  /** The resources of the other level. */
  readonly entries: readonly [Entry, ...Entry[]];
}

function wrongLevel({ statements }: LintDocument, level: Level): readonly Mistake[] {
  const other = level === "bucket" ? "object" : "bucket";
  return statements.flatMap((statement) => {
    const { resource } = statement;
    const unfit = unfitActions(statement).filter((each) => each.level === level);
    const [first, ...rest] = (resource?.entries ?? []).filter(({ text }) => s3Scope(text)[other]);
    if (unfit.length === 0 || first === undefined || resource === undefined) return [];
    const actions = unfit.map(({ entry }) => entry.text);
    return [{ statement, resource, actions, entries: [first, ...rest] }];
  });
}

interface UnfitAction {
  readonly entry: Entry;
  readonly facts: readonly ActionFacts[];
  /** The level of S3 that it needs, where the statement has the other one only. */
  readonly level: Level | undefined;
}

/** Entries of `Action` that match nothing on the statement's resources. */
function unfitActions({ action, resource }: LintStatement): readonly UnfitAction[] {
  if (action === undefined || resource === undefined || resource.negated) return [];
  if (action.negated || resource.entries.length === 0) return [];
  return action.entries.flatMap((entry) => {
    const facts = isKnown(entry.text) && entry.text !== "*" ? actionsOf(entry.text) : [];
    if (facts.length === 0) return [];
    const isFit = facts.some((each) => resource.entries.some(({ text }) => fits(each, text)));
    return isFit ? [] : [{ entry, facts, level: neededLevel(facts, resource.entries) }];
  });
}

function neededLevel(
  facts: readonly ActionFacts[],
  resources: readonly Entry[],
): Level | undefined {
  const scopes = resources.map(({ text }) => s3Scope(text));
  const takes = (level: Level): boolean =>
    facts.every(
      ({ name, resourceTypes }) => name.startsWith("s3:") && resourceTypes.includes(level),
    );
  if (takes("bucket") && scopes.some(({ object }) => object)) return "bucket";
  return takes("object") && scopes.some(({ bucket }) => bucket) ? "object" : undefined;
}

/** Replaces the resources when nothing else needs them, else adds the others. */
function retarget(
  { text }: LintDocument,
  wanted: Mistake & { readonly to: (resource: string) => string },
): Fix | undefined {
  const { statement, resource, actions, entries, to } = wanted;
  const targets = [...new Set(entries.map((entry) => to(entry.text)))];
  if (targets.some((target) => !isKnown(target))) return undefined;
  const isWhole = actions.length === statement.action?.entries.length;
  // A Deny that never matched would begin to; part of a bucket would become all of it.
  const automatic =
    statement.effect === "Allow" && entries.every((entry) => isWholeBucket(entry.text));
  const isReplaced = isWhole && targets.length === resource.entries.length;
  if (isReplaced) {
    const edits = entries.map((entry) => replaceNode(entry.node, to(entry.text)));
    return { automatic, edits };
  }
  return { automatic, edits: [addItems(text, resource.property.value, targets)] };
}

function isWholeBucket(resource: string): boolean {
  return /^[^/]*(?:\/\*)?$/.test(resource);
}

function bucketOf(resource: string): string {
  return resource.slice(0, resource.indexOf("/"));
}

function objectsOf(resource: string): string {
  return `${resource}/*`;
}

function shown(text: string): string {
  return text.replaceAll(UNKNOWN_TEXT, "…");
}
