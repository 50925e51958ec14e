/**
 * The first line that a page shows and a command did not print, or undefined where all is as shown. `…` in a line
 * stands for anything within it, a line of `…` alone for any lines.
 */
export function firstUntrueLine(shown: readonly string[], printed: string): string | undefined {
  const lines = printed.trimEnd().split("\n");
  let at = 0;
  let anyBefore = false;
  for (const line of trimmedEnd(shown)) {
    if (line === "…") {
      anyBefore = true;
      continue;
    }
    const pattern = patternOf(line);
    const found = anyBefore
      ? lines.findIndex((each, i) => i >= at && pattern.test(each.trimEnd()))
      : pattern.test((lines[at] ?? "").trimEnd())
        ? at
        : -1;
    if (found === -1) return line;
    at = found + 1;
    anyBefore = false;
  }
  const isWhole = anyBefore || at === lines.length || printed.trim() === "";
  return isWhole ? undefined : `(the end; printed besides: ${lines[at] ?? ""})`;
}

function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function trimmedEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(0, last + 1);
}
