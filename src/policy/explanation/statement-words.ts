import type {
  ExplainedElement,
  ExplainedEntry,
  ExplainedStatement,
  Explanation,
} from "./explanation.ts";
import { askedWords } from "./policy-words.ts";
import { printableText } from "./printable-text.ts";
import type { ShortfallOf, ShortfallValues } from "./shortfall.ts";
import type { AskedWords, ExplanationWords, MatchedWords } from "./words.ts";

/** What of a statement matches: elements with the entries that fit, and conditions. */
export function matchedWords(
  { elements, conditions }: ExplainedStatement,
  words: ExplanationWords,
): MatchedWords {
  return {
    elements: elements.map(({ name, entries }) => ({
      name,
      entries: fittingEntries(name, entries),
    })),
    conditions: conditions.map(words.condition),
  };
}

/** The entries by which an element matches: of a `Not…` all, as none of them fits. */
export function fittingEntries(
  name: string,
  entries: readonly ExplainedEntry[],
): readonly ExplainedEntry[] {
  return entries.filter(({ matches }) => name.startsWith("Not") || matches === "yes");
}

/** What keeps a statement from matching, element by element, each a clause. */
export function lacksOf(
  { elements, conditions }: ExplainedStatement,
  explanation: Explanation,
  words: ExplanationWords,
): readonly string[] {
  const asked = askedWords(explanation);
  return [
    ...elements.flatMap((element) => shortfallText(element, asked, words) ?? []),
    ...conditions.filter(({ result }) => result !== "yes").map(words.condition),
  ];
}

/** Why an element does not match; undefined when it does. */
export function shortfallText(
  { name, shortfall, requestValues }: ExplainedElement,
  { action, resource: named }: AskedWords,
  words: ExplanationWords,
): string | undefined {
  if (shortfall === undefined) return undefined;
  const [found] = name.endsWith("Resource") ? requestValues : [];
  // The bucket, where the request names an access point.
  const asked = { action, resource: found === undefined ? named : printableText(found) };
  return told(name, shortfall, { shortfalls: words.shortfalls, asked });
}

function told<Code extends keyof ShortfallValues>(
  element: string,
  shortfall: ShortfallOf<Code>,
  { shortfalls, asked }: Pick<ExplanationWords, "shortfalls"> & { readonly asked: AskedWords },
): string {
  return shortfalls[shortfall.code](element, shortfall, asked);
}
