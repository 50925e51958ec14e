const GAIN = 1 / 8;
/** Farther off than four times the average it seldom is: one key too many costs a request. */
const CAUTION = 4;
const LEAST_CAUTION = 0.002;
/** With so many keys for each of the other's, those say little of where these are. */
const MANY_MORE = 4;

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
      this.#deviation = off * GAIN;
    } else {
      this.#mean += GAIN * (ratio - this.#mean);
      this.#deviation += GAIN * (off - this.#deviation);
    }
    this.#isFirst = false;
  }

  /** Whether the other's keys are many enough to tell where these are. */
  get isClose(): boolean {
    return this.#mean <= MANY_MORE;
  }

  /** For how many of the other's keys there are hardly more than so many. */
  othersFor(keys: number): number {
    return Math.max(1, Math.floor(keys / Math.max(this.#most, 1 / keys)));
  }

  /** What share of so many keys is not had where the other's are counted off for them. */
  lossOf(keys: number): number {
    const isSame = this.#mean === 1 && this.#deviation === 0;
    return isSame ? 0 : Math.max(0, 1 - (this.othersFor(keys) * this.#mean) / keys);
  }

  get #most(): number {
    const isSame = this.#mean === 1 && this.#deviation === 0;
    return this.#mean + (isSame ? 0 : LEAST_CAUTION + CAUTION * this.#deviation);
  }
}
