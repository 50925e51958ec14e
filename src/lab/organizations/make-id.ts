import type { RandomBytes } from "../random-ids.ts";

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Lower-case letters and digits, as Organizations makes its ids of. */
export function makeId(random: RandomBytes, count: number): string {
  return Array.from(random(count), (byte) => LETTERS.charAt(byte % LETTERS.length)).join("");
}

/** An account id that nobody has yet. */
export function makeAccountId(random: RandomBytes, isTaken: (id: string) => boolean): string {
  for (;;) {
    const digits = Array.from(random(12), (byte) => String(byte % 10)).join("");
    if (!digits.startsWith("0") && !isTaken(digits)) return digits;
  }
}
