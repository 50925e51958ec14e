/** The checksums of the S3 API whose sum of a whole follows from the sums of its parts. */
export type CrcAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME";

interface Field {
  readonly bits: number;
  /** Reflected: the highest power is the lowest bit. */
  readonly polynomial: bigint;
}

const FIELDS: Readonly<Record<CrcAlgorithm, Field>> = {
  CRC32: { bits: 32, polynomial: 0xedb88320n },
  CRC32C: { bits: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** The sum of some bytes. */
export interface CrcOfPart {
  readonly digest: Uint8Array;
  readonly size: number;
}

/**
 * The sum of all parts one after the other, without their bytes: a cyclic sum of A and B is that of A moved on
 * by the length of B, added to that of B (zlib, crc32_combine).
 */
export function combineCrcs(algorithm: CrcAlgorithm, parts: readonly CrcOfPart[]): Uint8Array {
  const field = FIELDS[algorithm];
  // Most parts are of one size.
  const moves = new Map<number, bigint>();
  let sum = 0n;
  for (const { digest, size } of parts) {
    const move = moves.get(size) ?? moveBy(size, field);
    moves.set(size, move);
    sum = multiplied(sum, move, field) ^ numberOf(digest);
  }
  return bytesOf(sum, field.bits / 8);
}

/** What a sum is multiplied by when so many bytes follow: x to the power of their bits. */
function moveBy(size: number, field: Field): bigint {
  let power = 1n << BigInt(field.bits - 2);
  let move = 1n << BigInt(field.bits - 1);
  for (let left = BigInt(size) * 8n; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) move = multiplied(move, power, field);
    power = multiplied(power, power, field);
  }
  return move;
}

function multiplied(a: bigint, b: bigint, { bits, polynomial }: Field): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = BigInt(bits - 1); bit >= 0n; bit--) {
    if (((a >> bit) & 1n) === 1n) product ^= factor;
    factor = (factor & 1n) === 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
  }
  return product;
}

function numberOf(digest: Uint8Array): bigint {
  return digest.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) =>
    Number((number >> BigInt(8 * (length - 1 - i))) & 255n),
  );
}
