import type { Node } from "jsonc-parser";

import { findConditionOperator } from "../../condition-operator.ts";
import { type Property, readProperties } from "../../parse/json-object.ts";
import { ProblemLog } from "../../parse/problem-log.ts";
import type {
  Entry,
  LintCondition,
  LintStatement,
  OperatorName,
  PrincipalElement,
  PrincipalItem,
  TextElement,
} from "./lint-document.ts";

/** Reads one statement, whatever is wrong with it. */
export function readLintStatement(node: Node, index: number): LintStatement {
  const elements = new Map(propertiesOf(node).map((each) => [each.name.value, each]));
  const [sid] = entriesOf(elements.get("Sid")?.value);
  const effect: unknown = elements.get("Effect")?.value.value;
  return {
    index,
    node,
    elements,
    sid,
    effect: effect === "Allow" || effect === "Deny" ? effect : undefined,
    principal: readPrincipal(elements),
    action: readTexts(elements, "Action"),
    resource: readTexts(elements, "Resource"),
    conditions: readConditions(elements.get("Condition")),
  };
}

function propertiesOf(node: Node): readonly Property[] {
  return node.type === "object" ? readProperties(node, new ProblemLog("")) : [];
}

/** The strings of a value or an array; numbers and Booleans as condition values write them. */
function entriesOf(value: Node | undefined): readonly Entry[] {
  const nodes = value?.type === "array" ? (value.children ?? []) : value ? [value] : [];
  return nodes
    .filter(({ type }) => type === "string" || type === "number" || type === "boolean")
    .map((node) => ({ text: String(node.value), node }));
}

function eitherOf(
  elements: ReadonlyMap<string, Property>,
  name: string,
): { readonly property: Property; readonly negated: boolean } | undefined {
  const plain = elements.get(name);
  const property = plain ?? elements.get(`Not${name}`);
  return property === undefined ? undefined : { property, negated: plain === undefined };
}

function readTexts(elements: ReadonlyMap<string, Property>, name: string): TextElement | undefined {
  const found = eitherOf(elements, name);
  return found && { ...found, entries: entriesOf(found.property.value) };
}

function readPrincipal(elements: ReadonlyMap<string, Property>): PrincipalElement | undefined {
  const found = eitherOf(elements, "Principal");
  if (found === undefined) return undefined;
  const { value } = found.property;
  const bare: readonly PrincipalItem[] = entriesOf(value).map((entry) => ({ ...entry, type: "*" }));
  const typed = propertiesOf(value).flatMap((property) =>
    entriesOf(property.value).map((entry) => ({ ...entry, type: property.name.value })),
  );
  return { ...found, entries: [...bare, ...typed] };
}

function readConditions(condition: Property | undefined): readonly LintCondition[] {
  if (condition === undefined) return [];
  return propertiesOf(condition.value).flatMap((block) => {
    const operator = readOperator(block.name.value);
    return propertiesOf(block.value).map((key) => ({
      operator,
      block,
      key,
      values: entriesOf(key.value),
    }));
  });
}

function readOperator(written: string): OperatorName {
  const parts = /^(?:([^:]*):)?(.*?)(IfExists)?$/s.exec(written);
  const [, quantifier, bare = "", ifExists] = parts ?? [];
  return {
    written,
    quantifier,
    bare,
    ifExists: ifExists !== undefined,
    meaning: findConditionOperator(bare),
  };
}
