import type { LintFinding, Span } from "../../policy/index.ts";
import type { FileFinding } from "./lint-report.ts";

/** Shows a finding where it stands in its file. */
export class FilePositions {
  readonly #file: string;
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  show(
    finding: LintFinding,
    at: Span,
    facts: Pick<FileFinding, "within" | "isFixable">,
  ): FileFinding {
    const start = this.#position(at.offset);
    const end = this.#position(at.offset + at.length);
    return {
      file: this.#file,
      ...start,
      endLine: end.line,
      endColumn: end.column,
      at,
      finding,
      ...facts,
      excerpt: [start.line - 1, start.line]
        .filter((line) => line > 0)
        .map((line) => ({ number: line, text: this.#lineText(line) })),
    };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  #lineText(line: number): string {
    const next = this.#starts[line] ?? this.#text.length + 1;
    return this.#text.slice(this.#starts[line - 1] ?? 0, next - 1).replace(/\r$/, "");
  }
}
