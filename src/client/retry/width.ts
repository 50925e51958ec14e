const FIRST = 16;
/** A round that is not a quarter faster than the best was no faster for being wider. */
const GAIN = 1.25;
const ROUNDS_WITHOUT_GAIN = 2;
const GENTLE_STEP = 4;
const ONE_BURST_MS = 500;

/**
 * How many requests go on at once: careful at first, twice as many each round while that makes it
 * faster, then a few more each round; half as many when connections break. A round is as many answers
 * as requests go on at once.
 */
export class Width {
  readonly #most: number;
  #width: number;
  /** Up to here it grows quickly. */
  #calm = Number.POSITIVE_INFINITY;
  #cutMs = Number.NEGATIVE_INFINITY;
  #round = { startMs: 0, answers: 0, size: 0 };
  #best = 0;
  #withoutGain = 0;

  constructor(most: number) {
    this.#most = most;
    this.#width = Math.min(FIRST, most);
  }

  get now(): number {
    return Math.max(1, Math.floor(this.#width));
  }

  /** An answer came; `isFull` when more would have been sent, had there been room. */
  accepted(nowMs: number, isFull: boolean): void {
    this.#round.answers++;
    if (this.#round.answers >= this.#round.size) this.#endRound(nowMs);
    if (!isFull) return;
    const step = this.#width < this.#calm ? 1 : GENTLE_STEP / this.#width;
    this.#width = Math.min(this.#most, this.#width + step);
  }

  /** A connection broke, or the other side was silent for too long. */
  broken(nowMs: number): void {
    if (nowMs - this.#cutMs < ONE_BURST_MS) return;
    this.#cutMs = nowMs;
    // What went well for a while is gone back to quickly.
    this.#calm = Math.max(1, this.#width * 0.75);
    this.#width = Math.max(1, this.#width / 2);
  }

  #endRound(nowMs: number): void {
    const { startMs, answers, size } = this.#round;
    const rate = answers / Math.max(nowMs - startMs, 0.001);
    this.#round = { startMs: nowMs, answers: 0, size: this.now };
    // The first round began before the first request.
    if (size === 0) return;
    if (rate > this.#best * GAIN) {
      this.#best = rate;
      this.#withoutGain = 0;
      return;
    }
    this.#withoutGain++;
    if (this.#withoutGain >= ROUNDS_WITHOUT_GAIN) this.#calm = Math.min(this.#calm, this.#width);
  }
}
