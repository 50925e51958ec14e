/** Addresses that share their first `prefixLength` bits; `groups` are bytes for v4, 16-bit words for v6. */
export interface IpRange {
  readonly groups: readonly number[];
  readonly prefixLength: number;
}

/** Reads an address or a CIDR range, v4 or v6; without a prefix length it is one address. */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const groups = parseIpv4(address) ?? parseIpv6(address);
  if (groups === undefined || rest.length > 0) return undefined;
  const bits = groups.length === 4 ? 32 : 128;
  if (prefix === undefined) return { groups, prefixLength: bits };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  return { groups, prefixLength: Number(prefix) };
}

/** Whether every address of `inner` lies in `outer`; v4 and v6 never meet. */
export function containsRange(outer: IpRange, inner: IpRange): boolean {
  if (outer.groups.length !== inner.groups.length) return false;
  if (inner.prefixLength < outer.prefixLength) return false;
  const width = outer.groups.length === 4 ? 8 : 16;
  return outer.groups.every((group, i) => {
    const compared = Math.min(Math.max(outer.prefixLength - i * width, 0), width);
    const shift = width - compared;
    return group >> shift === (inner.groups[i] ?? 0) >> shift;
  });
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const left = parseWords(head);
  const right = parseWords(tail ?? "");
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

/** Hexadecimal words, the last two possibly as a dotted v4 address. */
function parseWords(text: string): readonly number[] | undefined {
  if (text === "") return [];
  const words: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) words.push(parseInt(part, 16));
    else {
      const bytes = i === parts.length - 1 ? parseIpv4(part) : undefined;
      if (bytes === undefined) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = bytes;
      words.push(a * 256 + b, c * 256 + d);
    }
  }
  return words;
}
