/** The word that `typed` was probably meant to be, or undefined when none is near. */
export function nearestWord(typed: string, words: Iterable<string>): string | undefined {
  const wanted = typed.toLowerCase();
  // Two slips in a short word make another word; allow more only as the word grows.
  let best = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  let nearest: string | undefined;
  for (const word of words) {
    if (Math.abs(word.length - wanted.length) >= best) continue;
    const distance = editDistance(wanted, word.toLowerCase());
    if (distance >= best) continue;
    best = distance;
    nearest = word;
  }
  return nearest;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
