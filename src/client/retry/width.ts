import type { PaceClock } from "./pace-clock.ts";

const FIRST = 32;
/** A round that is not a quarter faster than the best before it was no faster for being wider. */
const GAIN = 1.25;
const ROUNDS_WITHOUT_GAIN = 2;
/** Where this machine has worked so much of a round, more at once would only wait for it. */
const BUSY = 0.95;
/** How many more each round: where nothing has broken so far, and where something has. */
const STEP = 4;
const CAREFUL_STEP = 1;
/** What is left when connections break, and how far it soon goes again. */
const BACK_OFF = 0.7;
const RECOVERED = 0.85;

/**
 * How many requests go on at once: careful at first, twice as many each round while that makes it
 * faster, then a few more each round; no more while this machine is busy all the time, and fewer when
 * connections break. A round is as many answers as requests go on at once.
 */
export class Width {
  readonly #most: number;
  #width: number;
  /** Up to here it grows quickly. */
  #calm = Number.POSITIVE_INFINITY;
  #step = STEP;
  /** Requests that had begun before the last cut, and say nothing of what it did. */
  #older = 0;
  #round = { startMs: 0, answers: 0, full: 0, size: 0, busyMs: 0 };
  #best = 0;
  #withoutGain = 0;
  #isBusy = false;
  readonly #clock: PaceClock;

  constructor(most: number, clock: PaceClock) {
    this.#most = most;
    this.#clock = clock;
    this.#width = Math.min(FIRST, most);
  }

  get now(): number {
    return Math.max(1, Math.floor(this.#width));
  }

  /** A request is sent while no other is under way: what has passed since the last one tells nothing. */
  begins(): void {
    const startMs = this.#clock.nowMs();
    const busyMs = this.#clock.busyMs();
    this.#round = { startMs, answers: 0, full: 0, size: this.now, busyMs };
  }

  /** An answer came; `isFull` when more would have been sent, had there been room. */
  accepted(isFull: boolean): void {
    if (this.#older > 0) this.#older--;
    this.#round.answers++;
    if (isFull) this.#round.full++;
    if (this.#round.answers >= this.#round.size) this.#endRound();
    if (!isFull || this.#isBusy) return;
    const step = this.#isGrowingQuickly ? 1 : this.#step / this.#width;
    this.#width = Math.min(this.#most, this.#width + step);
  }

  /** A connection broke, or the other side was silent for too long. */
  broken(): void {
    if (this.#older > 0) {
      this.#older--;
      return;
    }
    this.#older = this.now;
    this.#step = CAREFUL_STEP;
    // What went well until now is gone back to quickly.
    this.#calm = this.#width * RECOVERED;
    this.#width = Math.max(1, this.#width * BACK_OFF);
    this.#best = 0;
    this.begins();
  }

  /** Not in the round after one without gain: that shows what this many are good for. */
  get #isGrowingQuickly(): boolean {
    return this.#withoutGain === 0 && this.#width < this.#calm;
  }

  #endRound(): void {
    const { startMs, answers, full, busyMs } = this.#round;
    this.begins();
    const tookMs = Math.max(this.#round.startMs - startMs, 0.001);
    const rate = answers / tookMs;
    this.#isBusy = this.#round.busyMs - busyMs > BUSY * tookMs;
    // Where fewer were sent than might have been, or the machine had no time, that says nothing of the width.
    if (this.#isBusy || 2 * full < answers) return;
    if (rate > this.#best * GAIN) {
      this.#best = rate;
      this.#withoutGain = 0;
      return;
    }
    this.#withoutGain++;
    if (this.#withoutGain >= ROUNDS_WITHOUT_GAIN) this.#calm = Math.min(this.#calm, this.#width);
  }
}
