const GAIN = 1 / 8;
/** Farther off than four times the average it seldom is: one key too many costs a request. */
const CAUTION = 4;
const LEAST_CAUTION = 0.002;

/**
 * How many keys a listing has for each of another's, on average, and how far off that is: reckoned
 * as RFC 6298 does round-trip times.
 */
export class Likeness {
  #mean = 1;
  #deviation = 0;
  #isFirst = true;

  /** So many keys are where the other one has so many, which is one or more. */
  learn(found: number, others: number): void {
    const ratio = found / others;
    const off = Math.abs(ratio - this.#mean);
    if (this.#isFirst) {
      this.#mean = ratio;
      this.#deviation = off / 2;
    } else {
      this.#mean += GAIN * (ratio - this.#mean);
      this.#deviation += GAIN * (off - this.#deviation);
    }
    this.#isFirst = false;
  }

  /** For how many of the other's keys there are hardly more than so many. */
  othersFor(keys: number): number {
    return Math.max(1, Math.floor(keys / Math.max(this.#most, 1 / keys)));
  }

  /** What share of a page is lost where it is asked for up to so many of the other's keys. */
  get loss(): number {
    return 1 - this.#mean / this.#most;
  }

  get #most(): number {
    const isSame = this.#mean === 1 && this.#deviation === 0;
    return this.#mean + (isSame ? 0 : LEAST_CAUTION + CAUTION * this.#deviation);
  }
}
