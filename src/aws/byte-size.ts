const UNITS: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4 };

/** A size as the AWS CLI's settings have it, such as `8MB`, `64MiB` or `1048576`; units are of 1,024. */
export function parseByteSize(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,12})\s*(?:([kmgt])i?b|b)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Number(digits) * 1024 ** (UNITS[unit.toLowerCase()] ?? 0);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * A rate such as `10MB/s`, or a number of bytes a second; `10Mb/s` are bits, an eighth of that
 * (AWS CLI, `_convert_human_readable_rates`).
 */
export function parseByteRate(text: string): number | undefined {
  const trimmed = text.trim();
  const [, size, unit] = /^(.*([Bb]))\/s$/.exec(trimmed) ?? [];
  if (size === undefined) return /^\d+$/.test(trimmed) ? parseByteSize(trimmed) : undefined;
  const amount = parseByteSize(size);
  if (amount === undefined || unit === "B") return amount;
  return amount < 8 ? undefined : Math.floor(amount / 8);
}
