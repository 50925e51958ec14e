import type { Node } from "jsonc-parser";

import type { TextEdit } from "./text-edit.ts";

/** Puts another value in the place of one. */
export function replaceNode(node: Node, value: unknown): TextEdit {
  return { offset: node.offset, length: node.length, text: inlineJson(value) };
}

/** Takes items out of their array, or properties out of their object, with their commas. */
export function removeNodes(doomed: readonly Node[]): readonly TextEdit[] {
  const siblings = doomed[0]?.parent?.children ?? [];
  const firstKept = siblings.find((node) => !doomed.includes(node));
  if (firstKept === undefined) return doomed.slice(0, 1).map(() => between(siblings));
  const edits = siblings.flatMap((node, i) => {
    const before = siblings[i - 1];
    if (!doomed.includes(node) || node.offset < firstKept.offset || before === undefined) return [];
    return [erase(endOf(before), endOf(node))];
  });
  const [first] = siblings;
  if (first === undefined || first === firstKept) return edits;
  return [erase(first.offset, firstKept.offset), ...edits];
}

function between(nodes: readonly Node[]): TextEdit {
  const [first, last] = [nodes[0], nodes.at(-1)];
  return first === undefined || last === undefined ? erase(0, 0) : erase(first.offset, endOf(last));
}

/** Adds values to an array as its other items stand; a single value becomes an array. */
export function addItems(text: string, node: Node, values: readonly unknown[]): TextEdit {
  const items = values.map(inlineJson);
  if (node.type !== "array") {
    const all = [text.slice(node.offset, endOf(node)), ...items];
    return { offset: node.offset, length: node.length, text: `[${all.join(", ")}]` };
  }
  return insertAfterLast(text, node, items);
}

/** Adds a property to an object as its other properties stand. */
export function addProperty(
  text: string,
  node: Node,
  property: { readonly name: string; readonly value: unknown },
): TextEdit {
  const item = `${JSON.stringify(property.name)}: ${inlineJson(property.value)}`;
  return insertAfterLast(text, node, [item]);
}

/** Adds text of one or more items behind one that stands in an array already. */
export function insertAfter(text: string, node: Node, items: readonly string[]): TextEdit {
  const siblings = node.parent?.children ?? [];
  const separator = separatorOf(text, siblings);
  const added = items.map((item) => separator + item).join("");
  return { offset: endOf(node), length: 0, text: added };
}

function insertAfterLast(text: string, parent: Node, items: readonly string[]): TextEdit {
  const last = parent.children?.at(-1);
  if (last !== undefined) return insertAfter(text, last, items);
  return { offset: parent.offset + 1, length: 0, text: items.join(", ") };
}

/** What stands between the first two siblings, or would stand there. */
function separatorOf(text: string, siblings: readonly Node[]): string {
  const [first, second] = siblings;
  if (first === undefined) return "";
  if (second !== undefined) return text.slice(endOf(first), second.offset);
  const before = text.slice((first.parent?.offset ?? 0) + 1, first.offset);
  return before.includes("\n") ? `,${before}` : ", ";
}

function erase(from: number, to: number): TextEdit {
  return { offset: from, length: to - from, text: "" };
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** JSON on one line, with a space after each colon and comma. */
export function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}: ${inlineJson(inner)}`,
  );
  return `{${properties.join(", ")}}`;
}
