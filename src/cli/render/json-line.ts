import type { Sentence } from "../../aws/index.ts";

/** One line of `--json` output: `v` is the version of its shape. What is said in two languages is English in it. */
export function jsonLine(type: string, fields: object): string {
  const english = (_key: string, value: unknown): unknown => (isSentence(value) ? value.en : value);
  return `${JSON.stringify({ v: 1, type, ...fields }, english)}\n`;
}

function isSentence(value: unknown): value is Sentence {
  return typeof value === "object" && value !== null && "en" in value && "ja" in value;
}
