/** Replaces a stretch of a text. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Makes edits that do not overlap; what lies outside them stays as it is. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let from = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(from, edit.offset) + edit.text;
    from = edit.offset + edit.length;
  }
  return result + text.slice(from);
}

/** Whether two sets of edits touch one place; insertions at one place are too many as well. */
export function collide(some: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return some.some((a) =>
    others.some((b) => a.offset <= b.offset + b.length && b.offset <= a.offset + a.length),
  );
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset);
}
