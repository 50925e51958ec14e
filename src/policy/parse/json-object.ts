import type { Node } from "jsonc-parser";

import type { Sentence } from "../../aws/index.ts";
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
      const sentence = {
        en: `the key ${quoted(text)} stands twice in one object`,
        ja: `1 つのオブジェクトにキー ${quoted(text)} が 2 回あります`,
      };
      log.add("duplicateKey", sentence, { offset: name.offset });
      continue;
    }
    seen.add(fold(text));
    properties.push({ name: { value: text, span: spanOf(name) }, value, span: spanOf(property) });
  }
  return properties;
}

const oneText: Sentence = { en: "a string", ja: "文字列" };
const textOrTexts: Sentence = {
  en: "a string or an array of strings",
  ja: "文字列または文字列の配列",
};

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
    else log.add("wrongType", mustBe(name.value, textOrTexts, node), { offset: node.offset });
  }
  return strings;
}

/** One string; anything else is a problem. */
export function readString({ name, value }: Property, log: ProblemLog): string | undefined {
  if (value.type === "string") return String(value.value);
  log.add("wrongType", mustBe(name.value, oneText, value), { offset: value.offset });
  return undefined;
}

/** An element with nothing in it. */
export function addEmpty({ name, value }: Pick<Property, "name" | "value">, log: ProblemLog): void {
  const { offset } = value;
  const sentence = {
    en: `${quoted(name.value)} is empty: it must have a value`,
    ja: `${quoted(name.value)} が空です。値を書いてください`,
  };
  log.add("emptyElement", sentence, { offset, subject: name.value });
}

export function mustBe(name: string, wanted: Sentence, { type }: Node): Sentence {
  const found = typeNames[type];
  return {
    en: `${quoted(name)} must be ${wanted.en}, found ${found.en}`,
    ja: `${quoted(name)} には${wanted.ja}を書いてください (${found.ja}になっています)`,
  };
}

const typeNames: Readonly<Record<Node["type"], Sentence>> = {
  object: { en: "an object", ja: "オブジェクト" },
  array: { en: "an array", ja: "配列" },
  null: { en: "`null`", ja: "`null` " },
  string: { en: "a string", ja: "文字列" },
  number: { en: "a number", ja: "数値" },
  boolean: { en: "a boolean", ja: "真偽値" },
  property: { en: "a property", ja: "プロパティ" },
};
