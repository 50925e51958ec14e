import { english } from "../catalogue/english/english.ts";
import { japanese } from "../catalogue/japanese/japanese.ts";

/** How a block of what this program explains begins: its first line, or AWS's words in it. */
interface Marks {
  /** After AWS's words. */
  readonly ends: readonly string[];
  /** Before AWS's words. */
  readonly quotes: readonly string[];
  /** By which a block is known: other programs begin lines with the same mark. */
  readonly labels: readonly string[];
}

/** An empty line is not enough: logs have them within a message. */
const BETWEEN_RECORDS = " ";

/**
 * What sluice printed without what it said itself, so that only AWS's words are explained: of a refusal that the
 * text has beside its explanation, once.
 */
export function withoutExplanations(text: string): string {
  const marks = marksIn();
  const [told, rest] = [[] as string[], [] as string[]];
  let block: string[] | undefined;
  const close = (lines: readonly string[] = []): void => {
    if (isOurs(lines, marks)) told.push(quoteIn(lines, marks));
    else rest.push(...lines);
  };
  for (const line of text.split("\n")) {
    if (block !== undefined && /^ {2}/.test(line)) {
      block.push(line);
      continue;
    }
    close(block);
    block = line.startsWith("✗ ") ? [line] : undefined;
    if (block === undefined) rest.push(line);
  }
  close(block);
  const known = squeezed(rest.join("\n"));
  const news = told.filter((quote) => !known.includes(squeezed(quote)));
  return [...rest, ...news.flatMap((quote) => [BETWEEN_RECORDS, quote])].join("\n");
}

function marksIn(): Marks {
  const catalogues = [english, japanese];
  return {
    labels: catalogues.flatMap(({ check, explain }) =>
      [check.labels, explain.labels].flatMap((labels) => Object.values(labels)),
    ),
    ends: catalogues.flatMap(({ check, explain }) => [
      `  ${explain.labels.means}`,
      ...[check.labels.why, check.labels.cause, check.labels.hides, check.labels.who].map(
        (label) => `    ${label}`,
      ),
    ]),
    quotes: catalogues.flatMap(({ check: { labels } }) =>
      [labels.awsSays, labels.awsWouldSay].map((label) => `    ${label}`),
    ),
  };
}

function isOurs(block: readonly string[], { labels }: Marks): boolean {
  return block.some((line) => labels.some((label) => line.trimStart().startsWith(label)));
}

/** AWS's words in a block, on one line. */
function quoteIn(block: readonly string[], { ends, quotes }: Marks): string {
  const begins = block.findIndex((line) => quotes.some((mark) => line.startsWith(mark)));
  const from = block.slice(Math.max(0, begins));
  const length = from.findIndex((line) => ends.some((mark) => line.startsWith(mark)));
  const [first = "", ...more] = length < 0 ? from : from.slice(0, length);
  const mark = quotes.find((one) => first.startsWith(one)) ?? "✗ ";
  return [first.slice(mark.length), ...more]
    .map((line) => line.trim())
    .join(" ")
    .replace(/ \(\d+ (?:times|回)\)$/, "");
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
