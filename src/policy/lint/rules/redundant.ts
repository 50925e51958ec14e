import type { Node } from "jsonc-parser";

import { inlineJson, removeNodes } from "../edits/edit-json.ts";
import { coversAction, coversResource } from "../knowledge/coverage.ts";
import type { Entry, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** Statements, actions, resources and principals that change nothing. */
export const redundant: Rule<"SL36"> = defineRule({
  id: "SL36",
  name: "redundant",
  severity: "suggestion",
  fix: "automatic",
  check: (document) => [
    ...repeatedStatements(document),
    ...document.statements.flatMap((statement) => [
      ...repeatedIn(statement.action?.entries ?? [], coversAction),
      ...repeatedIn(statement.resource?.entries ?? [], coversResource),
      ...repeatedIn(statement.principal?.entries ?? [], (a, b) => a === b),
    ]),
  ],
});

function repeatedIn(
  entries: readonly Entry[],
  covers: (pattern: string, other: string) => boolean,
): readonly Draft<"SL36">[] {
  const known = entries.filter(({ text }) => isKnown(text));
  return known.flatMap((entry, i) => {
    const by = known.find((other, j) => {
      if (other.node.parent !== entry.node.parent || i === j) return false;
      return covers(other.text, entry.text) && (j < i || !covers(entry.text, other.text));
    });
    if (by === undefined) return [];
    return [
      {
        at: entry.node,
        parameters: { kind: "entry", value: entry.text, coveredBy: by.text },
        fix: { automatic: true, edits: removeNodes([entry.node]) },
      },
    ];
  });
}

function repeatedStatements({ statements }: LintDocument): readonly Draft<"SL36">[] {
  const seen = new Map<string, LintStatement>();
  return statements.flatMap((statement): readonly Draft<"SL36">[] => {
    const meaning = meaningOf(statement.node);
    const first = seen.get(meaning);
    if (first === undefined) {
      if (isKnown(meaning)) seen.set(meaning, statement);
      return [];
    }
    return [
      {
        at: { offset: statement.node.offset, length: 1 },
        parameters: {
          kind: "statement",
          value: statement.sid?.text ?? String(statement.index + 1),
          coveredBy: first.sid?.text ?? String(first.index + 1),
        },
        fix: { automatic: true, edits: removeNodes([statement.node]) },
      },
    ];
  });
}

/** A statement without its Sid, its properties in one order. */
function meaningOf({ children = [] }: Node): string {
  const properties = children
    .filter((property) => property.children?.[0]?.value !== "Sid")
    .map((property) => inlineJson(plainValue(property)));
  return properties.sort().join();
}

function plainValue({ type, children = [], value }: Node): unknown {
  if (type === "array" || type === "property") return children.map(plainValue);
  if (type !== "object") return value;
  return children.map(plainValue).sort((a, b) => inlineJson(a).localeCompare(inlineJson(b), "en"));
}
