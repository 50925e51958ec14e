import { isUtf8 } from "node:buffer";

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/**
 * Decodes a key of a listing with `encoding-type=url` where it stands, and answers how many bytes it
 * is; undefined when it is not UTF-8 or no encoding at all.
 */
export function unescapeKey(bytes: Buffer): number | undefined {
  let length = 0;
  let isAscii = true;
  for (let at = 0; at < bytes.length; at++) {
    let byte = bytes[at] ?? 0;
    if (byte === PLUS) byte = SPACE;
    else if (byte === PERCENT) {
      byte = hexDigit(bytes[at + 1]) * 16 + hexDigit(bytes[at + 2]);
      if (Number.isNaN(byte)) return undefined;
      at += 2;
    }
    if (byte > 0x7f) isAscii = false;
    bytes[length++] = byte;
  }
  return isAscii || isUtf8(bytes.subarray(0, length)) ? length : undefined;
}

function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}
