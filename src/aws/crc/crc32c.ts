import { bytesOfWords, type RunningCrc, STEP, wordAt, wordOf } from "./running-crc.ts";

const NOTHING = new Uint8Array(4);
// Bits reversed (RFC 3720, appendix B.4).
const POLYNOMIAL = 0x82f63b78;

/** CRC-32C (Castagnoli), of what follows bytes of that digest. */
export function createCrc32c(before: Uint8Array = NOTHING): RunningCrc {
  let sum = ~wordOf(before, 0);
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
      return bytesOfWords(~sum);
    },
  };
}

function crc32cAt(index: number): number {
  return TABLES[index] ?? 0;
}

const TABLES: Int32Array = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(256 * STEP);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
    tables[byte] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] ?? 0;
    tables[i] = (before >>> 8) ^ (tables[before & 255] ?? 0);
  }
  return tables;
}
