import type { Node } from "jsonc-parser";

import type { Located, Span } from "../policy-document.ts";
import { type ProblemLog, quoted } from "./problem-log.ts";

/** One property of an object: its name, its value, and the span from name to value. */
export interface Property {
  readonly name: Located<string>;
  readonly value: Node;
  readonly span: Span;
}

export function spanOf(node: Node): Span {
  return { offset: node.offset, length: node.length };
}

/** The properties of an object in order; names that stand twice are problems and come once. */
export function readProperties(
  node: Node,
  log: ProblemLog,
  fold: (name: string) => string = (name) => name,
): readonly Property[] {
  const seen = new Set<string>();
  const properties: Property[] = [];
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    const text = String(name.value);
    if (seen.has(fold(text))) {
      log.add("duplicateKey", `the key ${quoted(text)} stands twice in one object`, {
        offset: name.offset,
      });
      continue;
    }
    seen.add(fold(text));
    properties.push({ name: { value: text, span: spanOf(name) }, value, span: spanOf(property) });
  }
  return properties;
}

/** One string or an array of strings, as most elements take; anything else is a problem. */
export function readStrings(
  { name, value }: Pick<Property, "name" | "value">,
  log: ProblemLog,
): readonly Located<string>[] {
  const nodes = value.type === "array" ? (value.children ?? []) : [value];
  if (value.type === "array" && nodes.length === 0) addEmpty({ name, value }, log);
  const strings: Located<string>[] = [];
  for (const node of nodes) {
    if (node.type === "string") strings.push({ value: String(node.value), span: spanOf(node) });
    else
      log.add("wrongType", mustBe(name.value, "a string or an array of strings", node), {
        offset: node.offset,
      });
  }
  return strings;
}

/** One string; anything else is a problem. */
export function readString({ name, value }: Property, log: ProblemLog): string | undefined {
  if (value.type === "string") return String(value.value);
  log.add("wrongType", mustBe(name.value, "a string", value), { offset: value.offset });
  return undefined;
}

/** An element with nothing in it. */
export function addEmpty({ name, value }: Pick<Property, "name" | "value">, log: ProblemLog): void {
  const { offset } = value;
  const text = `${quoted(name.value)} is empty: it must have a value`;
  log.add("emptyElement", text, { offset, subject: name.value });
}

export function mustBe(name: string, wanted: string, found: Node): string {
  return `${quoted(name)} must be ${wanted}, found ${article(found.type)}`;
}

function article(type: Node["type"]): string {
  switch (type) {
    case "object":
    case "array":
      return `an ${type}`;
    case "null":
      return "`null`";
    case "string":
    case "number":
    case "boolean":
    case "property":
      return `a ${type}`;
  }
}
