import type { GrantEdit } from "../../access/index.ts";

/** One edit for each document, where the identities of a run change the same one, one after the other. */
export function joinEdits(edits: readonly GrantEdit[]): readonly GrantEdit[] {
  const joined = new Map<string, GrantEdit>();
  for (const edit of edits) {
    const key = JSON.stringify(edit.document);
    const earlier = joined.get(key);
    joined.set(
      key,
      earlier === undefined
        ? edit
        : { ...edit, before: earlier.before, added: [...earlier.added, ...edit.added] },
    );
  }
  return [...joined.values()];
}
