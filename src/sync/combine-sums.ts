import type { Sum } from "./checksum.ts";

/** The sum of one piece of an object, and how long the piece is. */
export interface PieceSum {
  readonly value: string;
  readonly length: number;
}

/** The polynomials, bits reversed, without the highest. */
const POLYNOMIALS: ReadonlyMap<Sum["algorithm"], bigint> = new Map([
  ["CRC32", 0xedb88320n],
  ["CRC32C", 0x82f63b78n],
  ["CRC64NVME", 0x9a6c9329ac4bc9b5n],
]);

/** Whether sums of pieces make up the sum of the whole: of CRCs they do, of hashes they do not. */
export function isCombinable(algorithm: Sum["algorithm"]): boolean {
  return POLYNOMIALS.has(algorithm);
}

/** The sum of pieces put together in this order, without their bytes; undefined for hashes. */
export function combineSums(
  algorithm: Sum["algorithm"],
  pieces: readonly PieceSum[],
): Sum | undefined {
  const polynomial = POLYNOMIALS.get(algorithm);
  if (polynomial === undefined) return undefined;
  const field = fieldOf(polynomial, algorithm === "CRC64NVME" ? 64n : 32n);
  const shifts = new Map<number, bigint>();
  let crc = 0n;
  for (const { value, length } of pieces) {
    const shift = shifts.get(length) ?? field.afterBytes(length);
    shifts.set(length, shift);
    crc = field.multiply(shift, crc) ^ BigInt(`0x${Buffer.from(value, "base64").toString("hex")}`);
  }
  const hex = crc.toString(16).padStart(algorithm === "CRC64NVME" ? 16 : 8, "0");
  return { algorithm, value: Buffer.from(hex, "hex").toString("base64") };
}

interface Field {
  multiply(a: bigint, b: bigint): bigint;
  /** What a CRC is multiplied with for so many zero bytes that follow. */
  afterBytes(count: number): bigint;
}

/** Arithmetic of polynomials modulo the CRC's, as zlib's `crc32_combine` has it: x⁰ is the highest bit. */
function fieldOf(polynomial: bigint, width: bigint): Field {
  const one = 1n << (width - 1n);
  const multiply = (a: bigint, b: bigint): bigint => {
    let product = 0n;
    let shifted = b;
    for (let bit = one; bit > 0n; bit >>= 1n) {
      if ((a & bit) !== 0n) product ^= shifted;
      shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
    }
    return product;
  };
  const afterBytes = (count: number): bigint => {
    let power = one;
    let base = one >> 8n;
    for (let left = count; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) power = multiply(base, power);
      base = multiply(base, base);
    }
    return power;
  };
  return { multiply, afterBytes };
}
