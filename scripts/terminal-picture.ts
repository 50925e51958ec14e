import stringWidth from "fast-string-width";

const CELL = 7.25;
const LINE = 17;
const MARGIN = 12;

/** What a terminal shows, as an SVG in which every character keeps to its cell, whatever font a browser has. */
export function terminalPicture(
  lines: readonly string[],
  { columns }: { readonly columns: number },
): string {
  const width = Math.ceil(columns * CELL) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    "<style>text { font: 12px ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', monospace; fill: #1f2328; white-space: pre }",
    ".wide { font-size: 14.5px }",
    "rect { fill: #f6f8fa; stroke: #d1d9e0 }",
    "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #151b23; stroke: #3d444d } }</style>",
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...lines.flatMap((line, at) => textsOf(line, MARGIN + (at + 0.75) * LINE)),
    "</svg>",
  ].join("\n")}\n`;
}

/** Characters of one width, which stand side by side. */
function textsOf(line: string, y: number): readonly string[] {
  let column = 0;
  return runsOf(line).flatMap((run) => {
    const [x, length] = [MARGIN + column * CELL, stringWidth(run) * CELL];
    column += stringWidth(run);
    const style = kindOf(run) === "wide" ? ' class="wide"' : "";
    return kindOf(run) === "gap"
      ? []
      : [`<text${style} x="${x}" y="${y}" textLength="${length}">${escaped(run)}</text>`];
  });
}

/** Parts of a line between gaps, none with characters of two widths. */
function runsOf(line: string): readonly string[] {
  const runs: string[] = [];
  for (const character of line) {
    const last = runs.at(-1);
    const isSame = last !== undefined && kindOf(last) === kindOf(character);
    if (isSame) runs[runs.length - 1] = last + character;
    else runs.push(character);
  }
  return runs;
}

/** By the first character; signs that fonts draw in widths of their own stand alone. */
function kindOf(run: string): string {
  const [first = ""] = run;
  if (first === " ") return "gap";
  if (/[!-~]/.test(first)) return "narrow";
  return stringWidth(first) === 2 ? "wide" : first;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
