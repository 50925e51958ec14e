import stringWidth from "fast-string-width";

/** What stands before a text, and how wide its lines may be; undefined for a text that is not wrapped. */
export interface Margin {
  readonly first: string;
  readonly width: number | undefined;
}

/** A text as lines no wider than that, the ones after the first set in to where the text began. */
export function wrapText(text: string, { first, width }: Margin): readonly string[] {
  if (width === undefined) return [first + text];
  const rest = " ".repeat(stringWidth(first));
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(text)) {
    const room = width - stringWidth(first) - stringWidth(line);
    if (line !== "" && stringWidth(piece.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = piece;
    } else {
      line += piece;
    }
  }
  return [...lines, line].map((each, i) => `${i === 0 ? first : rest}${each}`.trimEnd());
}

/** The lines of a text, set in behind the label that it begins with; not wrapped where `width` is undefined. */
export function wrapBehindLabel(text: string, width: number | undefined): string {
  const [, label = "", rest = ""] = /^(\S+ {2,})?(.*)$/s.exec(text) ?? [];
  return wrapText(rest, { first: label, width })
    .map((line) => `${line}\n`)
    .join("");
}

/** A line that may begin with a mark (`✗ `, `? `), as lines no wider than that, set in behind the mark. */
export function wrapLine(line: string, width: number | undefined): readonly string[] {
  const [, first = "", text = ""] = /^( *(?:[✗✓?!–] )?)(.*)$/s.exec(line) ?? [];
  return wrapText(text, { first, width });
}

/**
 * What may not be torn apart: a word with the space after it, or one Japanese character with the marks
 * that may not begin a line (Unicode Line Breaking Algorithm, class CL) or end one (OP).
 */
function piecesOf(text: string): readonly string[] {
  return text.match(/[（「『]*(?:[!-~]+|[^!-~ ])[、。）」』ー)\],:;]* */gu) ?? [text];
}
