import type { Node } from "jsonc-parser";

import type { Property } from "../../parse/json-object.ts";
import type { Fix } from "../finding.ts";
import type {
  Entry,
  LintCondition,
  LintDocument,
  LintStatement,
  PrincipalItem,
} from "../reading/lint-document.ts";
import { addProperty, removeNodes, replaceNode } from "./edit-json.ts";
import type { TextEdit } from "./text-edit.ts";

/** The name and the value together, as they stand in their object. */
export function propertyNode({ value }: Property): Node {
  return value.parent ?? value;
}

/** Gives a property another name. */
export function renameProperty(property: Property, name: string): TextEdit {
  const { offset, length } = property.name.span;
  return { offset, length, text: JSON.stringify(name) };
}

/** Gives an operator another name, unless the condition has that one already. */
export function renameOperator(
  statement: LintStatement,
  condition: LintCondition,
  written: string,
): readonly TextEdit[] {
  const isTaken = statement.conditions.some(({ operator }) => operator.written === written);
  return isTaken ? [] : [renameProperty(condition.block, written)];
}

/** The whole name of an operator, with another bare name or without its quantifier. */
export function operatorName(
  { operator }: LintCondition,
  changes: { readonly bare?: string; readonly quantifier?: string },
): string {
  const { bare = operator.bare, quantifier = operator.quantifier ?? "" } = changes;
  return `${quantifier === "" ? "" : `${quantifier}:`}${bare}${operator.ifExists ? "IfExists" : ""}`;
}

/** Adds one condition to a statement; nothing where that would change one that stands there. */
export function addCondition(
  { text }: LintDocument,
  statement: LintStatement,
  wanted: { readonly operator: string; readonly key: string; readonly value: unknown },
): TextEdit | undefined {
  const { operator, key, value } = wanted;
  const condition = statement.elements.get("Condition")?.value;
  if (condition === undefined) {
    const added = { name: "Condition", value: { [operator]: { [key]: value } } };
    return addProperty(text, statement.node, added);
  }
  if (condition.type !== "object") return undefined;
  const same = statement.conditions.filter((each) => each.operator.written === operator);
  const [first] = same;
  if (first === undefined) {
    return addProperty(text, condition, { name: operator, value: { [key]: value } });
  }
  const isTaken = same.some((each) => each.key.name.value.toLowerCase() === key.toLowerCase());
  return isTaken ? undefined : addProperty(text, first.block.value, { name: key, value });
}

/** Takes a condition key out, with its operator and the whole `Condition` where nothing else is left. */
export function removeCondition(
  statement: LintStatement,
  condition: LintCondition,
): readonly TextEdit[] {
  const whole = statement.elements.get("Condition");
  if (statement.conditions.length === 1 && whole !== undefined) {
    return removeNodes([propertyNode(whole)]);
  }
  const { block } = condition;
  const isAlone = statement.conditions.filter((each) => each.block === block).length === 1;
  return removeNodes([propertyNode(isAlone ? block : condition.key)]);
}

/**
 * Lets a statement name the account and a pattern of its roles instead of one principal. Nothing
 * where other principals share the statement: the condition would narrow them as well.
 */
export function principalByPattern(
  document: LintDocument,
  statement: LintStatement,
  wanted: { readonly item: PrincipalItem; readonly account: string; readonly pattern: unknown },
): Fix | undefined {
  const { item, account, pattern } = wanted;
  const { principal, effect } = statement;
  if (principal === undefined || principal.negated || principal.entries.length !== 1) {
    return undefined;
  }
  const partition = item.text.split(":")[1] ?? "aws";
  const condition = { operator: "ArnLike", key: "aws:PrincipalArn", value: pattern };
  const added = addCondition(document, statement, condition);
  if (added === undefined || item.type !== "AWS") return undefined;
  const root = replaceNode(item.node, `arn:${partition}:iam::${account}:root`);
  return { automatic: effect === "Allow", edits: [root, added] };
}

/** Whether an entry is the only one of its list. */
export function isOnly(entry: Entry): boolean {
  const { parent } = entry.node;
  return parent?.type !== "array" || parent.children?.length === 1;
}
