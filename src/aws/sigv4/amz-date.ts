/** `20130524T000000Z`, the form of `X-Amz-Date`. */
export function formatAmzDate(timestampMs: number): string {
  return `${new Date(timestampMs).toISOString().slice(0, 19).replace(/[:-]/g, "")}Z`;
}

/** Reads `20130524T000000Z`; undefined for any other text and for days that do not exist. */
export function parseAmzDate(text: string): number | undefined {
  const fields = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1).map(Number);
  if (fields === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const timestampMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return formatAmzDate(timestampMs) === text ? timestampMs : undefined;
}

/** `2013-05-24T00:00:00Z`, as AWS writes times in its errors. */
export function formatIsoSeconds(timestampMs: number): string {
  return `${new Date(timestampMs).toISOString().slice(0, 19)}Z`;
}
