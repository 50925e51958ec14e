/** `20130524T000000Z`, the form of `X-Amz-Date`. */
export function formatAmzDate(timestampMs: number): string {
  return `${new Date(timestampMs).toISOString().slice(0, 19).replace(/[:-]/g, "")}Z`;
}

/** Reads `20130524T000000Z`; undefined for any other text and for days that do not exist. */
export function parseAmzDate(text: string): number | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const [year, month, day] = [numberIn(text, 0, 4), numberIn(text, 4, 6), numberIn(text, 6, 8)];
  const [hour, minute, second] = [
    numberIn(text, 9, 11),
    numberIn(text, 11, 13),
    numberIn(text, 13, 15),
  ];
  const timestampMs = Date.UTC(year, month - 1, day, hour, minute, second);
  // What overflows has moved to another day; years below 100 mean others to `Date`.
  const isReal =
    new Date(timestampMs).getUTCDate() === day &&
    month >= 1 &&
    month <= 12 &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    year >= 100;
  return isReal ? timestampMs : undefined;
}

/** Reads digits; the pattern has let nothing else through. */
function numberIn(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

/** `2013-05-24T00:00:00Z`, as AWS writes times in its errors. */
export function formatIsoSeconds(timestampMs: number): string {
  return `${new Date(timestampMs).toISOString().slice(0, 19)}Z`;
}
