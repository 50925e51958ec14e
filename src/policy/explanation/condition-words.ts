import { printableText, quotedText } from "./printable-text.ts";
import type { ExplainedCondition, ExplainedEntry } from "./explanation.ts";

/** The parts of a condition as sentences show them. */
export interface ConditionParts {
  /** `StringEquals aws:SourceVpce`. */
  readonly name: string;
  readonly key: string;
  readonly wanted: string;
  readonly found: string;
  readonly isNegated: boolean;
}

/** A condition made ready for a sentence; `listed` puts values in a row. */
export function conditionParts(
  { operator, key, entries, requestValues }: ExplainedCondition,
  listed: (values: readonly string[]) => string,
): ConditionParts {
  return {
    name: quotedText(`${operator} ${key}`),
    key: quotedText(key),
    wanted: listed(entries.map(entryText)),
    found: typeof requestValues === "string" ? "" : listed(requestValues),
    isNegated: operator.includes("Not"),
  };
}

/** An entry with what its variables stand for. */
export function entryText({ value, resolved }: ExplainedEntry): string {
  return typeof resolved === "string" ? `${value} = ${resolved}` : value;
}

const SHOWN = 3;

/** The first of some values, each quoted, and how many more there are. */
export function shownValues(values: readonly string[]): {
  readonly shown: readonly string[];
  readonly more: number;
} {
  return {
    shown: values.slice(0, SHOWN).map((value) => quotedText(cut(value))),
    more: Math.max(0, values.length - SHOWN),
  };
}

const LONGEST = 200;

function cut(value: string): string {
  const text = printableText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
