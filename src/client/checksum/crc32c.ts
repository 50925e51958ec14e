/** Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

/** Continues the CRC32C of a body with more bytes; start with 0. */
export type Crc32c = (bytes: Uint8Array, value: number) => number;

/** Makes a CRC32C with its table; Node has only CRC32. */
export function createCrc32c(): Crc32c {
  const table = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    table[index] = value;
  }
  return (bytes, value) => {
    let crc = ~value;
    for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}
