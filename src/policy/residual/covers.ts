import type { KeyPattern, KeyToken } from "./key-pattern.ts";

/**
 * Whether everything that `narrow` matches is matched by `wide`: its wildcards are read as characters
 * that only wildcards match. A `no` may be wrong, a `yes` never is.
 */
export function covers(wide: KeyPattern, narrow: KeyPattern): boolean {
  let w = 0;
  let n = 0;
  let lastMany = -1;
  let resumeAt = 0;
  while (n < narrow.length) {
    const token = wide[w];
    if (token === "*") {
      lastMany = w++;
      resumeAt = n;
    } else if (takes(token, narrow[n])) {
      w++;
      n++;
    } else if (lastMany >= 0) {
      w = lastMany + 1;
      n = ++resumeAt;
    } else {
      return false;
    }
  }
  if (wide[w] === "*") w++;
  return w === wide.length;
}

function takes(wide: KeyToken | undefined, narrow: KeyToken | undefined): boolean {
  return wide === "?" ? narrow !== "*" : wide === narrow;
}

/** Leaves out what another of the patterns covers. */
export function widest(patterns: readonly KeyPattern[]): readonly KeyPattern[] {
  const kept: KeyPattern[] = [];
  for (const pattern of patterns) {
    if (kept.some((other) => covers(other, pattern))) continue;
    const others = kept.filter((other) => !covers(pattern, other));
    kept.splice(0, kept.length, ...others, pattern);
  }
  return kept;
}
