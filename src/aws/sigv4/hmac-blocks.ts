/** Bytes of a block of SHA-256. */
export const HMAC_BLOCK = 64;

/** Begins the two texts that an HMAC over SHA-256 is the sums of with what a key of at most a block becomes (RFC 2104). */
export function writeHmacBlocks(key: Uint8Array, inner: Uint8Array, outer: Uint8Array): void {
  for (let i = 0; i < HMAC_BLOCK; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
}
