// Narrower than any terminal: lines as short as this were broken by somebody, not by a window.
const NARROWEST = 40;

/**
 * Joins what a terminal broke at its edge, in the midst of words: every line but the last is then as wide as
 * the window. What a tool wrapped between words stays as it is.
 */
export function unwrapLines(
  lines: readonly string[],
  isStart: (line: string) => boolean,
): readonly string[] {
  const joined: string[] = [];
  for (const paragraph of paragraphsOf(lines, isStart)) joined.push(...unwrap(paragraph));
  return joined;
}

/** Lines that may belong together: none is empty, and none but the first begins a message. */
function paragraphsOf(
  lines: readonly string[],
  isStart: (line: string) => boolean,
): readonly (readonly string[])[] {
  const paragraphs: string[][] = [];
  for (const line of lines) {
    const current = paragraphs.at(-1);
    const belongs = current?.at(-1) !== "" && line !== "" && !isStart(line);
    if (current !== undefined && belongs) current.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
}

function unwrap(lines: readonly string[]): readonly string[] {
  const width = Math.max(...lines.map((line) => line.length));
  if (width < NARROWEST) return lines;
  const joined: string[] = [];
  let run: string[] = [];
  for (const line of lines) {
    run.push(line);
    // A space at the edge is often lost when it is copied.
    if (line.length >= width - 1) continue;
    joined.push(...joinRun(run, width));
    run = [];
  }
  return [...joined, ...joinRun(run, width)];
}

/** The same lines in one, where it reads better so. */
function joinRun(run: readonly string[], width: number): readonly string[] {
  if (run.length < 2) return run;
  const glued = run
    .map((line, i) => (i < run.length - 1 && line.length === width - 1 ? `${line} ` : line))
    .join("");
  const [broken, whole] = [run.join(" "), glued].map(phrasesIn);
  if (broken === undefined || whole === undefined || whole < broken) return run;
  // Two lines of one width may be chance, unless a phrase is whole only without the break.
  return run.length > 2 || whole > broken ? [glued] : run;
}

const phrases: readonly RegExp[] = [
  /An error occurred \(\w+\) when calling the \w+ operation/g,
  /User: arn:\S+ is not authorized to perform: [\w-]+:\w+/g,
  /on resource: (?:"[^"\s]*"|arn:\S+)/g,
  /because no [\w -]+ (?:policy|boundary) allows the [\w-]+:\w+ action/g,
  /with an explicit deny in (?:an?|the) [\w -]+ (?:policy|boundary)\b/g,
];

function phrasesIn(text: string): number {
  return phrases.reduce((count, phrase) => count + (text.match(phrase)?.length ?? 0), 0);
}
