import { compileGlob, type GlobPiece, matchesGlob } from "../../match/glob.ts";

/** Whether a pattern matches everything that another pattern matches. */
export function covers(pattern: string, other: string): boolean {
  // Stand-ins that only a wildcard matches: `?` is one character, `*` none, one or more.
  const sample = other.replaceAll("?", "\uFDD1").replaceAll("*", "\uFDD1\uFDD2");
  const glob = compileGlob(piecesOf(pattern));
  return matchesGlob(glob, sample) && matchesGlob(glob, other.replaceAll("*", ""));
}

/** Whether some text matches both patterns. */
export function overlap(a: string, b: string): boolean {
  let row = overlapRow(b);
  for (let i = a.length - 1; i >= 0; i--) {
    const next = [...row];
    next[b.length] = a[i] === "*" && row[b.length] === true;
    for (let j = b.length - 1; j >= 0; j--) {
      next[j] = stepsTogether({ a: a[i] ?? "", b: b[j] ?? "" }, [row[j], row[j + 1], next[j + 1]]);
    }
    row = next;
  }
  return row[0] ?? false;
}

/** Whether what is left of `b` can be empty. */
function overlapRow(b: string): boolean[] {
  const row: boolean[] = Array.from({ length: b.length + 1 }, () => true);
  for (let j = b.length - 1; j >= 0; j--) row[j] = b[j] === "*" && row[j + 1] === true;
  return row;
}

function stepsTogether(
  { a, b }: { readonly a: string; readonly b: string },
  [below = false, diagonal = false, right = false]: readonly (boolean | undefined)[],
): boolean {
  if (a === "*" || b === "*") return below || right || diagonal;
  return diagonal && (a === b || a === "?" || b === "?");
}

function piecesOf(pattern: string): readonly GlobPiece[] {
  const parts = pattern.split(/([*?])/).filter((part) => part !== "");
  return parts.map((part) => (part === "*" || part === "?" ? { wildcard: part } : { text: part }));
}
