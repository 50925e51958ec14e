const CRC32C_POLYNOMIAL = 0x82f63b78;
// CRC-64/NVME, reflected: 0x9a6c9329ac4bc9b5, in two halves because JavaScript's integers have 32 bits.
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;

/** A running sum over pieces of a body. */
export interface RunningSum {
  update(data: Uint8Array): unknown;
  /** The sum's bytes, most significant first. */
  digest(): Uint8Array;
}

/** CRC-32C (Castagnoli). */
export function createCrc32c(): RunningSum {
  const table = new Uint32Array(256).map((_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? CRC32C_POLYNOMIAL : 0);
    return value;
  });
  let sum = 0xffffffff;
  return {
    update(data) {
      let value = sum;
      for (const byte of data) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
      sum = value;
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((sum ^ 0xffffffff) >>> 0);
      return bytes;
    },
  };
}

/** CRC-64/NVME, the sum that S3 itself prefers. */
export function createCrc64Nvme(): RunningSum {
  const { highs, lows } = crc64Tables();
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(data) {
      let h = high;
      let l = low;
      for (const byte of data) {
        const index = (l ^ byte) & 0xff;
        l = (lows[index] ?? 0) ^ ((l >>> 8) | (h << 24));
        h = (highs[index] ?? 0) ^ (h >>> 8);
      }
      high = h;
      low = l;
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return bytes;
    },
  };
}

function crc64Tables(): { readonly highs: Uint32Array; readonly lows: Uint32Array } {
  const highs = new Uint32Array(256);
  const lows = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carries = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carries) {
        low ^= CRC64_LOW;
        high ^= CRC64_HIGH;
      }
    }
    highs[byte] = high;
    lows[byte] = low;
  }
  return { highs, lows };
}
