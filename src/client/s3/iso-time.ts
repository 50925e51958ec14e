const DASH = 0x2d;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** Milliseconds since 1970 of `2026-11-21T23:47:00.000Z`, S3's form; NaN when it is no time. */
export function isoTimeMs(bytes: Buffer, start: number, end: number): number {
  const hasForm =
    end - start === 24 &&
    bytes[start + 4] === DASH &&
    bytes[start + 10] === LETTER_T &&
    bytes[start + 13] === COLON &&
    bytes[start + 23] === LETTER_Z;
  if (!hasForm) return Date.parse(bytes.toString("latin1", start, end));
  return (
    // Date.UTC on digits is a third of the cost of Date.parse on a string.
    Date.UTC(
      twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2),
      twoDigits(bytes, start + 5) - 1,
      twoDigits(bytes, start + 8),
      twoDigits(bytes, start + 11),
      twoDigits(bytes, start + 14),
      twoDigits(bytes, start + 17),
      twoDigits(bytes, start + 20) * 10 + digit(bytes, start + 22),
    )
  );
}

function twoDigits(bytes: Buffer, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1);
}

function digit(bytes: Buffer, at: number): number {
  const value = (bytes[at] ?? 0) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
