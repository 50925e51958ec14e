import type { Node } from "jsonc-parser";

import { type Property, readProperties } from "../../parse/json-object.ts";
import { ProblemLog } from "../../parse/problem-log.ts";
import { readJson } from "../../parse/read-json.ts";
import type { ParsedKind } from "../../parse/read-elements.ts";
import { parsePolicy } from "../../parse-policy.ts";
import type { PolicyUse } from "../policy-use.ts";
import type { LintDocument } from "./lint-document.ts";
import { readLintStatement } from "./read-lint-statement.ts";

/** What is known of a policy beside its text. */
export type Surroundings = Pick<
  LintDocument,
  "use" | "partition" | "bucket" | "others" | "reference"
>;

/** Reads as much of a policy as there is; what AWS would refuse is among its problems. */
export function readLintDocument(text: string, around: Surroundings): LintDocument {
  const parsed = parsePolicy(text, kindOf(around.use));
  const root = readJson(text, new ProblemLog(text));
  const properties = root === undefined ? [] : propertiesOf(root);
  const statement = properties.find(({ name }) => name.value === "Statement");
  return {
    ...around,
    text,
    problems: parsed.ok ? [] : parsed.problems,
    root,
    version: properties.find(({ name }) => name.value === "Version"),
    statements: statement === undefined ? [] : statementNodes(statement).map(readLintStatement),
  };
}

/** The properties of an object, or none. */
function propertiesOf(node: Node): readonly Property[] {
  return node.type === "object" ? readProperties(node, new ProblemLog("")) : [];
}

function statementNodes({ value }: Property): readonly Node[] {
  const nodes = value.type === "array" ? (value.children ?? []) : [value];
  return nodes.filter(({ type }) => type === "object");
}

function kindOf(use: PolicyUse): ParsedKind {
  switch (use) {
    case "bucket-policy":
    case "key-policy":
    case "vpc-endpoint":
    case "rcp":
      return "resource";
    case "identity":
    case "session":
    case "scp":
      return "identity";
    case "trust":
      return "trust";
  }
}
