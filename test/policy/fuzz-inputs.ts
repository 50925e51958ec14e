import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { loadCorpus } from "../support/corpus.ts";
import { type Choices, isHit, listOf, pick } from "../support/choices.ts";

/** What fuzzing starts from: texts of policies and of denials, values of worlds. */
export interface FuzzStock {
  readonly policies: readonly string[];
  readonly denials: readonly string[];
  readonly worlds: readonly string[];
}

/** Reads the stock from the corpus. */
export function fuzzStock(): FuzzStock {
  const given = (area: string): readonly unknown[] =>
    loadCorpus<unknown, unknown>(area).map(([, row]) => row.given);
  const root = join(import.meta.dirname, "..", "..");
  const world: unknown = parse(readFileSync(join(root, "worlds", "two-accounts.yaml"), "utf8"));
  const policies = ["policy", "policy-validation", "lint"].flatMap(given).flatMap(policiesIn);
  return {
    policies: [...new Set(policies)],
    denials: given("denials").flatMap(stringsIn),
    worlds: [world, ...given("world/refused").map(worldIn)].map((value) => JSON.stringify(value)),
  };
}

function worldIn(given: unknown): unknown {
  return typeof given === "object" && given !== null && "world" in given ? given.world : given;
}

function policiesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.includes("{") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if ("Statement" in value) return [JSON.stringify(value, undefined, 1)];
  if (isLines(value)) return [value.join("\n")];
  if ("Effect" in value) return [JSON.stringify({ Version: "2012-10-17", Statement: [value] })];
  return Object.values(value).flatMap(policiesIn);
}

/** Rows write a long text as its lines. */
function isLines(value: object): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")
  );
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** What breaks readers: nesting, numbers that lose digits, half characters, names that objects have by nature. */
const ODD_PIECES: readonly string[] = [
  "\u0000",
  "\\u0000",
  "\ud800",
  "\\ud800",
  "\udfff\ud800",
  "\ufeff",
  "\u2028",
  "😀",
  "1e999",
  "-0",
  "9007199254740993",
  "1".repeat(400),
  "0x10",
  "NaN",
  "null",
  "true",
  "[]",
  "{}",
  "[".repeat(50),
  '{"a":'.repeat(50),
  "]".repeat(50),
  '"__proto__":{"Effect":"Allow"},',
  '"constructor":1,',
  '"Effect":"Allow",',
  '"Effect":"Deny",',
  '"Action":"*",',
  '"Statement":[],',
  '"',
  "\\",
  "\\u00",
  ",",
  ":",
  "//",
  "/*",
  "${",
  "${aws:username",
  "${*}",
  "*",
  "?*".repeat(60),
  "\n",
  "\r",
  "\t",
];

/** A text near the stock: cut, doubled, spliced with another one, or with odd pieces in it. */
export function nearText(choices: Choices, stock: readonly string[]): string {
  let text = pick(choices, stock);
  const changes = 1 + choices.below(4);
  for (let i = 0; i < changes; i++) text = changedText(choices, text, stock);
  return text;
}

function changedText(choices: Choices, text: string, stock: readonly string[]): string {
  const at = choices.below(text.length + 1);
  const length = choices.below(isHit(choices, 1, 3) ? 60 : 4);
  const [head, tail] = [text.slice(0, at), text.slice(at + length)];
  switch (choices.below(6)) {
    case 0:
      return head + tail;
    case 1:
      return head;
    case 2:
      return head + text.slice(at, at + length) + text.slice(at);
    case 3:
      return head + sliceOf(choices, pick(choices, stock)) + tail;
    case 4:
      return head + String.fromCharCode(choices.below(0x10000)) + tail;
    default:
      return head + pick(choices, ODD_PIECES) + tail;
  }
}

function sliceOf(choices: Choices, text: string): string {
  const at = choices.below(text.length + 1);
  return text.slice(at, at + choices.below(80));
}

/** Bytes, read as UTF-8 or as one character each. */
export function anyBytes(choices: Choices): string {
  const bytes = listOf(choices, [0, 60], (from) => from.below(256));
  return Buffer.from(bytes).toString(isHit(choices, 1, 2) ? "latin1" : "utf8");
}

/** A text made of the language's own pieces, in any order. */
export function anyPieces(choices: Choices): string {
  return listOf(choices, [0, 20], (from) => pick(from, JSON_PIECES)).join("");
}

const JSON_PIECES: readonly string[] = [
  ...ODD_PIECES,
  "{",
  "}",
  "[",
  "]",
  '"Statement":',
  '"Principal":"*",',
  '"Resource":"*"',
  '"Condition":{"StringEquals":{"a":"b"}}',
  '"NotPrincipal":{"AWS":',
  "arn:aws:s3:::b/*",
];

/** Any value that JSON can hold, of few levels. */
export function changedValue(choices: Choices, value: unknown): unknown {
  if (isHit(choices, 1, 40)) return pick(choices, ODD_VALUES);
  if (Array.isArray(value)) return value.map((item: unknown) => changedValue(choices, item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    if (isHit(choices, 1, 60)) return [];
    const name = isHit(choices, 1, 60) ? pick(choices, ODD_NAMES) : key;
    return [[name, changedValue(choices, item)] as const];
  });
  return Object.fromEntries(entries);
}

const ODD_NAMES = ["__proto__", "constructor", "toString", "", "a.b", "111111111111", "\ud800"];
const ODD_VALUES: readonly unknown[] = [
  null,
  "",
  "x",
  "__proto__",
  "111111111111",
  "arn:aws:iam::111111111111:role/x",
  0,
  NaN,
  1e999,
  true,
  [],
  {},
  [null],
  [[]],
  { Statement: null },
  new Map([["a", 1]]),
  new Date(0),
];
