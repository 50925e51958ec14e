import { quotedText } from "./printable-text.ts";
import type { ExplainedCondition, ExplainedEntry } from "./explanation.ts";

/** The parts of a condition as sentences show them. */
export interface ConditionParts {
  /** `StringEquals aws:SourceVpce`. */
  readonly name: string;
  readonly key: string;
  readonly wanted: string;
  readonly found: string;
  readonly isNegated: boolean;
  /** Whether it asks, as `Null` does, for a key to be absent or there; undefined when it asks for values. */
  readonly asksPresence: "absent" | "there" | undefined;
}

/** A value as a policy writes it, with what its variables stand for, or one of a request. */
export type Shown = string | ExplainedEntry;

/** A condition made ready for a sentence; `listed` puts values in a row. */
export function conditionParts(
  { operator, key, entries, requestValues }: ExplainedCondition,
  listed: (values: readonly Shown[]) => string,
): ConditionParts {
  return {
    name: quotedText(`${operator} ${key}`),
    key: quotedText(key),
    wanted: listed(entries),
    found: typeof requestValues === "string" ? "" : listed(requestValues),
    isNegated: operator.includes("Not"),
    asksPresence: operator === "Null" ? presenceAsked(entries) : undefined,
  };
}

function presenceAsked(entries: readonly ExplainedEntry[]): "absent" | "there" {
  return entries.some(({ value }) => value.toLowerCase() === "true") ? "absent" : "there";
}

const SHOWN = 3;

/** The first of some values, each quoted, and how many more there are. */
export function shownValues(values: readonly Shown[]): {
  readonly shown: readonly string[];
  readonly more: number;
} {
  return {
    shown: values.slice(0, SHOWN).map(shownValue),
    more: Math.max(0, values.length - SHOWN),
  };
}

function shownValue(value: Shown): string {
  if (typeof value === "string") return quotedText(cut(value));
  const written = quotedText(cut(value.value));
  return typeof value.resolved === "string"
    ? `${written} = ${quotedText(cut(value.resolved))}`
    : written;
}

const LONGEST = 200;

function cut(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}
