const CRC32C_POLYNOMIAL = 0x82f63b78;
// CRC-64/NVME, reflected: 0x9a6c9329ac4bc9b5, in two halves because JavaScript's integers have 32 bits.
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;
// Eight bytes a step, a table for each place (Intel, Slicing-by-8): three times as fast as one.
const STEP = 8;

/** A running sum over pieces of a body. */
export interface RunningSum {
  update(data: Uint8Array): unknown;
  /** The sum's bytes, most significant first. */
  digest(): Uint8Array;
}

/** CRC-32C (Castagnoli). */
export function createCrc32c(): RunningSum {
  let sum = -1;
  return {
    update(data) {
      const { length } = data;
      const whole = length - (length % STEP);
      let value = sum;
      let i = 0;
      for (; i < whole; i += STEP) {
        const low = value ^ wordAt(data, i);
        const high = wordAt(data, i + 4);
        value =
          crc32cAt(1792 | (low & 255)) ^
          crc32cAt(1536 | ((low >>> 8) & 255)) ^
          crc32cAt(1280 | ((low >>> 16) & 255)) ^
          crc32cAt(1024 | (low >>> 24)) ^
          crc32cAt(768 | (high & 255)) ^
          crc32cAt(512 | ((high >>> 8) & 255)) ^
          crc32cAt(256 | ((high >>> 16) & 255)) ^
          crc32cAt(high >>> 24);
      }
      for (; i < length; i++) value = crc32cAt((value ^ (data[i] ?? 0)) & 255) ^ (value >>> 8);
      sum = value;
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(~sum);
      return bytes;
    },
  };
}

/** CRC-64/NVME, the sum that S3 itself prefers. */
export function createCrc64Nvme(): RunningSum {
  let high = -1;
  let low = -1;
  return {
    update(data) {
      const { length } = data;
      const whole = length - (length % STEP);
      let h = high;
      let l = low;
      let i = 0;
      for (; i < whole; i += STEP) {
        const a = l ^ wordAt(data, i);
        const b = h ^ wordAt(data, i + 4);
        const i0 = 1792 | (a & 255);
        const i1 = 1536 | ((a >>> 8) & 255);
        const i2 = 1280 | ((a >>> 16) & 255);
        const i3 = 1024 | (a >>> 24);
        const i4 = 768 | (b & 255);
        const i5 = 512 | ((b >>> 8) & 255);
        const i6 = 256 | ((b >>> 16) & 255);
        const i7 = b >>> 24;
        l = lowAt(i0) ^ lowAt(i1) ^ lowAt(i2) ^ lowAt(i3);
        l ^= lowAt(i4) ^ lowAt(i5) ^ lowAt(i6) ^ lowAt(i7);
        h = highAt(i0) ^ highAt(i1) ^ highAt(i2) ^ highAt(i3);
        h ^= highAt(i4) ^ highAt(i5) ^ highAt(i6) ^ highAt(i7);
      }
      for (; i < length; i++) {
        const index = (l ^ (data[i] ?? 0)) & 255;
        l = lowAt(index) ^ ((l >>> 8) | (h << 24));
        h = highAt(index) ^ (h >>> 8);
      }
      high = h;
      low = l;
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeInt32BE(~high, 0);
      bytes.writeInt32BE(~low, 4);
      return bytes;
    },
  };
}

function crc32cAt(index: number): number {
  return CRC32C_TABLES[index] ?? 0;
}

function highAt(index: number): number {
  return CRC64_TABLES.highs[index] ?? 0;
}

function lowAt(index: number): number {
  return CRC64_TABLES.lows[index] ?? 0;
}

function wordAt(data: Uint8Array, i: number): number {
  return (
    (data[i] ?? 0) |
    ((data[i + 1] ?? 0) << 8) |
    ((data[i + 2] ?? 0) << 16) |
    ((data[i + 3] ?? 0) << 24)
  );
}

interface Crc64Tables {
  readonly highs: Int32Array;
  readonly lows: Int32Array;
}

const CRC32C_TABLES: Int32Array = crc32cTables();
const CRC64_TABLES: Crc64Tables = crc64Tables();

function crc32cTables(): Int32Array {
  const tables = new Int32Array(256 * STEP);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? CRC32C_POLYNOMIAL : 0);
    tables[byte] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] ?? 0;
    tables[i] = (before >>> 8) ^ (tables[before & 255] ?? 0);
  }
  return tables;
}

function crc64Tables(): Crc64Tables {
  const highs = new Int32Array(256 * STEP);
  const lows = new Int32Array(256 * STEP);
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
  for (let i = 256; i < lows.length; i++) {
    const high = highs[i - 256] ?? 0;
    const low = lows[i - 256] ?? 0;
    lows[i] = ((low >>> 8) | (high << 24)) ^ (lows[low & 255] ?? 0);
    highs[i] = (high >>> 8) ^ (highs[low & 255] ?? 0);
  }
  return { highs, lows };
}
