import { findNodeAtOffset, type Node } from "jsonc-parser";

import type { Sentence } from "../../../aws/index.ts";
import { jsonComplaint } from "../../parse/json-complaint.ts";
import type { PolicyProblem, ProblemCode } from "../../parse/problem-log.ts";
import type { Span } from "../../policy-document.ts";
import { lineStarts } from "../../text-lines.ts";
import { addProperty, removeNodes, replaceNode } from "../edits/edit-json.ts";
import { propertyNode } from "../edits/edit-statement.ts";
import type { Fix } from "../finding.ts";
import type { LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { type MalformedCode, RULES_OF_CODES } from "../rule-parameters.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** Version 2008-10-17, or none, in which `${…}` is plain text (IAM User Guide, Version). */
export const oldVersion: Rule<"SL03"> = defineRule({
  id: "SL03",
  name: "old-version",
  severity: "warning",
  fix: "proposed",
  check: ({ text, root, version, statements }) => {
    if (root?.type !== "object" || statements.length === 0) return [];
    const found: unknown = version?.value.value;
    if (version !== undefined && found !== "2008-10-17") return [];
    const edit =
      version === undefined
        ? addProperty(text, root, { name: "Version", value: "2012-10-17" })
        : replaceNode(version.value, "2012-10-17");
    return [
      {
        at: version?.value ?? { offset: root.offset, length: 1 },
        parameters: {
          found: version === undefined ? undefined : "2008-10-17",
          hasVariables: text.includes("${"),
        },
        // A variable that was plain text would come alive.
        fix: { automatic: false, edits: [edit] },
      },
    ];
  },
});

/** What IAM's grammar does not admit: the policy cannot be evaluated. */
export const malformed: Rule<"SL04"> = defineRule({
  id: "SL04",
  name: "malformed",
  severity: "error",
  fix: "none",
  check: (document) => {
    const starts = lineStarts(document.text);
    return document.problems.flatMap((problem) => {
      const offset = (starts[problem.line - 1] ?? 0) + problem.column - 1;
      const node = document.root && findNodeAtOffset(document.root, offset);
      const { code } = problem;
      if (!isMalformed(code) || isElsewhere(problem, node)) return [];
      const parameters = { problem: code, subject: subjectOf(problem) };
      return [{ at: spanAt(offset, node, document), parameters }];
    });
  },
});

/** A principal of the wrong type is rule 17's; a value that is not known yet may be right. */
function isElsewhere({ code }: PolicyProblem, node: Node | undefined): boolean {
  const value: unknown = node?.value;
  if (typeof value === "string" && !isKnown(value)) return true;
  const name: unknown = node?.parent?.children?.[0]?.value;
  return code === "wrongType" && (name === "Principal" || name === "NotPrincipal");
}

function isMalformed(code: ProblemCode): code is MalformedCode {
  return !Object.hasOwn(RULES_OF_CODES, code);
}

function subjectOf({ code, subject = "" }: PolicyProblem): Sentence {
  return code === "invalidJson" ? jsonComplaint(subject) : { en: subject, ja: subject };
}

/** The node at an offset; of an object or array only its bracket. */
function spanAt(offset: number, node: Node | undefined, { text }: LintDocument): Span {
  const isWhole = node?.offset === offset && !["object", "array"].includes(node.type);
  if (isWhole) return { offset, length: node.length };
  return { offset, length: Math.min(1, Math.max(text.length - offset, 0)) };
}

/** Arrays, objects and Sids with nothing in them. */
export const emptyElement: Rule<"SL37"> = defineRule({
  id: "SL37",
  name: "empty-element",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    document.statements.flatMap((statement) => [
      ...emptyElements(statement, document),
      ...emptyConditions(statement),
    ]),
});

function emptyElements(statement: LintStatement, document: LintDocument): readonly Draft<"SL37">[] {
  return [...statement.elements.values()].flatMap((property) => {
    const { value, name } = property;
    if (!isEmpty(value)) return [];
    const matters = !["Sid", "Condition"].includes(name.value);
    return [
      {
        at: value,
        parameters: { element: name.value, matters },
        severity: matters ? ("error" as const) : ("warning" as const),
        fix: matters
          ? dropStatement(statement, document)
          : { automatic: true, edits: removeNodes([propertyNode(property)]) },
      },
    ];
  });
}

/** A statement that matches nothing grants nothing; of a Deny, somebody meant something. */
function dropStatement({ node, effect }: LintStatement, { statements }: LintDocument): Fix {
  if (statements.length < 2) return { automatic: false, edits: [] };
  return { automatic: effect === "Allow", edits: removeNodes([node]) };
}

/** Operators without keys can go; a key without values may have been meant to limit something. */
function emptyConditions({ elements, conditions }: LintStatement): readonly Draft<"SL37">[] {
  const condition = elements.get("Condition")?.value;
  const blocks = condition?.type === "object" ? (condition.children ?? []) : [];
  const operators = blocks.flatMap((block): readonly Draft<"SL37">[] => {
    const [name, value] = block.children ?? [];
    if (name === undefined || value?.type !== "object" || !isEmpty(value)) return [];
    return [
      {
        at: value,
        parameters: { element: String(name.value), matters: false },
        severity: "warning",
        fix: { automatic: true, edits: removeNodes([block]) },
      },
    ];
  });
  const keys = conditions
    .filter(({ key }) => key.value.type === "array" && isEmpty(key.value))
    .map(({ key }) => ({
      at: key.value,
      parameters: { element: key.name.value, matters: true },
    }));
  return [...operators, ...keys];
}

function isEmpty(node: Node): boolean {
  if (node.type === "string") return node.value === "" && nameOf(node) === "Sid";
  return (node.type === "array" || node.type === "object") && (node.children ?? []).length === 0;
}

function nameOf(value: Node): unknown {
  return value.parent?.children?.[0]?.value;
}
