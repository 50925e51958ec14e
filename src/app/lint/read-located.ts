import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from "yaml";
import { yamlComplaint } from "../../access/index.ts";
import type { Sentence } from "../../aws/index.ts";
import type { Span } from "../../policy/index.ts";
import type { LocatedEntry, LocatedValue } from "./located-value.ts";

/** A file's value, or the first place where it cannot be read. */
export type LocatedFile =
  | { readonly ok: true; readonly value: LocatedValue }
  | { readonly ok: false; readonly reason: Sentence; readonly at: Span };

/** Deeper than any template; keeps the recursion's stack small. */
const MAXIMUM_DEPTH = 100;

/** Reads YAML, or JSON, which is YAML; tags like `!Sub` become maps like `{"Fn::Sub": …}`. */
export function readLocated(text: string): LocatedFile {
  if (nestsTooDeeply(text)) return tooDeep;
  try {
    return read(text);
  } catch (error) {
    // The parser calls itself for each level, so only too many levels exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return tooDeep;
  }
}

const tooDeep: LocatedFile = {
  ok: false,
  reason: { en: "it nests too deeply", ja: "入れ子が深すぎます" },
  at: { offset: 0, length: 1 },
};

/** The parser's memory grows with the square of the depth of brackets, and with it of `- - -`. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") depth++;
    if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
    if (depth > 500) return true;
  }
  return /(?:- ){500}/.test(text);
}

function read(text: string): LocatedFile {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    const [offset, end] = error.pos;
    const at = { offset, length: Math.max(end - offset, 1) };
    return { ok: false, reason: yamlComplaint(error), at };
  }
  const locate = (node: unknown, depth: number): LocatedValue => {
    const known = node as Node | null;
    const at = spanOf(known);
    if (depth > MAXIMUM_DEPTH || isAlias(known)) return { kind: "scalar", value: null, at };
    const value = locateUntagged(known, (inner) => locate(inner, depth + 1));
    return withTag(known?.tag, value);
  };
  return { ok: true, value: locate(document.contents, 0) };
}

function locateUntagged(node: Node | null, locate: (inner: unknown) => LocatedValue): LocatedValue {
  const at = spanOf(node);
  if (isMap(node))
    return { kind: "map", entries: node.items.map((pair) => entry(pair, locate)), at };
  if (isSeq(node)) return { kind: "list", items: node.items.map(locate), at };
  const value: unknown = isScalar(node) ? node.value : null;
  return { kind: "scalar", value: plain(value), at };
}

function entry(pair: Pair, locate: (inner: unknown) => LocatedValue): LocatedEntry {
  const key = pair.key as Node | null;
  const name = isScalar(key) ? String(key.value) : "";
  return { name, nameAt: spanOf(key), value: locate(pair.value) };
}

function plain(value: unknown): string | number | boolean | null {
  const isPlain =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain ? value : null;
}

/** CloudFormation's short forms: `!Ref` is `Ref`, every other `!Name` is `Fn::Name`. */
function withTag(tag: string | undefined, value: LocatedValue): LocatedValue {
  if (tag === undefined || !/^!\w/.test(tag)) return value;
  const name = tag === "!Ref" || tag === "!Condition" ? tag.slice(1) : `Fn::${tag.slice(1)}`;
  return { kind: "map", entries: [{ name, nameAt: value.at, value }], at: value.at };
}

function spanOf(node: Node | null): Span {
  const [offset, end] = node?.range ?? [0, 0];
  return { offset, length: end - offset };
}
