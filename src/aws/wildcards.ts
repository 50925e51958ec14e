/** Whether `text` fits a pattern of `*` and `?`. Only the last `*` is ever tried again, so no pattern blows up. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < text.length) {
    const expected = pattern[at];
    if (expected === "*") {
      star = at++;
      resume = i;
    } else if (expected === "?" || expected === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
