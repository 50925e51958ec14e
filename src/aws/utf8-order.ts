/**
 * Orders two strings by their UTF-8 bytes, as S3 orders keys.
 *
 * Comparing UTF-16 units is right except where a surrogate pair (U+10000 and up) meets a unit
 * in U+E000..U+FFFF: the pair sorts first by units and last by bytes.
 */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return byteRank(x) - byteRank(y);
  }
  return a.length - b.length;
}

/** Lifts surrogates above the rest of the Basic Multilingual Plane, where their bytes sort. */
function byteRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x10000 : unit;
}
