/** A line of a change: it stays, goes or comes; or how many lines that stay are left out. */
export type DiffLine =
  | { readonly kind: "same" | "removed" | "added"; readonly text: string }
  | { readonly kind: "gap"; readonly count: number };

/** How many lines that stay are shown around those that change. */
const AROUND = 3;

/** The lines that change between two texts, with some around them. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  return withGaps(allLines(linesOf(before), linesOf(after)));
}

type KeptLine = Exclude<DiffLine, { readonly kind: "gap" }>;

function linesOf(text: string): readonly string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  return text === "" ? [] : lines;
}

function allLines(before: readonly string[], after: readonly string[]): readonly KeptLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    ...marked("same", before.slice(0, start)),
    ...changedLines(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...marked("same", before.slice(before.length - end)),
  ];
}

function marked(kind: KeptLine["kind"], lines: readonly string[]): readonly KeptLine[] {
  return lines.map((text) => ({ kind, text }));
}

/** A policy has some hundred lines; beyond this a table of all pairs would hold typing up. */
const MOST_PAIRS = 1_000_000;

function changedLines(before: readonly string[], after: readonly string[]): readonly KeptLine[] {
  if (before.length * after.length > MOST_PAIRS) {
    return [...marked("removed", before), ...marked("added", after)];
  }
  const common = commonLengths(before, after);
  const width = after.length + 1;
  const lines: KeptLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const [old = "", fresh = ""] = [before[i], after[j]];
    if (old === fresh) {
      lines.push({ kind: "same", text: old });
      i++;
      j++;
    } else if ((common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)) {
      lines.push({ kind: "removed", text: old });
      i++;
    } else {
      lines.push({ kind: "added", text: fresh });
      j++;
    }
  }
  return [...lines, ...marked("removed", before.slice(i)), ...marked("added", after.slice(j))];
}

/** How many lines the ends of both have in common, from each pair of lines on; row by row. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const below = (i + 1) * width + j;
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[below + 1] ?? 0) + 1
          : Math.max(lengths[below] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function withGaps(lines: readonly KeptLine[]): readonly DiffLine[] {
  const changes = lines.flatMap(({ kind }, at) => (kind === "same" ? [] : [at]));
  const isNear = (at: number): boolean => changes.some((change) => Math.abs(change - at) <= AROUND);
  const shown: DiffLine[] = [];
  let hidden = 0;
  for (const [at, line] of lines.entries()) {
    if (!isNear(at)) {
      hidden++;
      continue;
    }
    if (hidden > 0) shown.push({ kind: "gap", count: hidden });
    hidden = 0;
    shown.push(line);
  }
  return hidden > 0 && shown.length > 0 ? [...shown, { kind: "gap", count: hidden }] : shown;
}
