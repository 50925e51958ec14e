import { crc32 } from "node:zlib";

/** The CRC32 of bytes as S3's headers carry it: four bytes, big end first, in base64. */
export function crc32Base64(bytes: Uint8Array): string {
  return uint32Base64(crc32(bytes));
}

/** A 32-bit checksum in base64. */
export function uint32Base64(value: number): string {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
}
