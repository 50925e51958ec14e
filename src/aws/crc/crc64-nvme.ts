import { bytesOfWords, type RunningCrc, STEP, wordAt, wordOf } from "./running-crc.ts";

const NOTHING = new Uint8Array(8);
// Bits reversed: 0x9a6c9329ac4bc9b5, in two halves because JavaScript's integers have 32 bits.
const HIGH = 0x9a6c9329;
const LOW = 0xac4bc9b5;

/**
 * CRC-64/NVME, the sum that S3 gives objects by itself (S3 User Guide, Checking object integrity), of what follows
 * bytes of that digest.
 */
export function createCrc64Nvme(before: Uint8Array = NOTHING): RunningCrc {
  let high = ~wordOf(before, 0);
  let low = ~wordOf(before, 4);
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
      return bytesOfWords(~high, ~low);
    },
  };
}

function highAt(index: number): number {
  return TABLES.highs[index] ?? 0;
}

function lowAt(index: number): number {
  return TABLES.lows[index] ?? 0;
}

interface Tables {
  readonly highs: Int32Array;
  readonly lows: Int32Array;
}

const TABLES: Tables = makeTables();

function makeTables(): Tables {
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
        low ^= LOW;
        high ^= HIGH;
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
