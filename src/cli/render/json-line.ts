import type { Sentence } from "../../aws/index.ts";

/** One line of `--json` output: `v` is the version of its shape. What is said in two languages is English in it. */
export function jsonLine(type: string, fields: object): string {
  const english = (_key: string, value: unknown): unknown => (isSentence(value) ? value.en : value);
  return `${JSON.stringify({ v: 1, type, ...fields }, english)}\n`;
}

function isSentence(value: unknown): value is Sentence {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  return "en" in value && "ja" in value && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
