/** What is accepted is counted in slots of this length, ten of which are looked at. */
const SLOT_MS = 100;
const SLOTS = 10;
/** A burst of refusals is one piece of news. */
const ONE_BURST_MS = 200;
const SLOWEST_PER_SECOND = 10;
/** How far below what was accepted one goes, and how fast up again: quickly to what went well, then gently. */
const BACK_OFF = 0.93;
const RECOVERED = 0.98;
const QUICK_GROWTH = 1.05;
const GENTLE_GROWTH = 1.005;

/**
 * How many requests a second a host takes, learned from what it refuses with 503: without a limit until
 * then. S3's own limits are rates (S3 User Guide, Best practices design patterns), so fewer requests at
 * once would not keep to them where answers are quick.
 */
export class RateLimit {
  #perSecond = Number.POSITIVE_INFINITY;
  #lastGood = Number.POSITIVE_INFINITY;
  #tokens = 1;
  #filledMs = 0;
  #grownMs = 0;
  #cutMs = Number.NEGATIVE_INFINITY;
  #startedMs: number | undefined;
  readonly #accepted = new Array<number>(SLOTS).fill(0);
  #slot = 0;

  /** Takes a place; answers how many milliseconds there is none yet, or 0. */
  take(nowMs: number): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return 0;
    this.#grow(nowMs);
    const most = Math.max(1, this.#perSecond / 50);
    const filled = ((nowMs - this.#filledMs) * this.#perSecond) / 1000;
    this.#tokens = Math.min(most, this.#tokens + filled);
    this.#filledMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens--;
      return 0;
    }
    return Math.max(1, ((1 - this.#tokens) * 1000) / this.#perSecond);
  }

  accepted(nowMs: number): void {
    this.#moveTo(nowMs);
    const at = this.#slot % SLOTS;
    this.#accepted[at] = (this.#accepted[at] ?? 0) + 1;
  }

  throttled(nowMs: number): void {
    this.#moveTo(nowMs);
    if (nowMs - this.#cutMs < ONE_BURST_MS) return;
    this.#cutMs = nowMs;
    this.#lastGood = this.#measured(nowMs);
    this.#perSecond = Math.max(SLOWEST_PER_SECOND, this.#lastGood * BACK_OFF);
    this.#grownMs = nowMs;
    this.#filledMs = nowMs;
    this.#tokens = Math.min(this.#tokens, 1);
  }

  #grow(nowMs: number): void {
    for (; this.#grownMs + SLOT_MS <= nowMs; this.#grownMs += SLOT_MS) {
      const isRecovered = this.#perSecond >= this.#lastGood * RECOVERED;
      this.#perSecond *= isRecovered ? GENTLE_GROWTH : QUICK_GROWTH;
    }
  }

  /** Accepted a second, over the last second or since the first request. */
  #measured(nowMs: number): number {
    const sinceMs = nowMs - (this.#startedMs ?? nowMs);
    // The slot that goes on is not yet a whole one.
    const countedMs = SLOT_MS * (SLOTS - 1) + (nowMs % SLOT_MS);
    const spanMs = Math.min(Math.max(sinceMs, SLOT_MS), countedMs);
    return (this.#accepted.reduce((sum, count) => sum + count, 0) * 1000) / spanMs;
  }

  #moveTo(nowMs: number): void {
    this.#startedMs ??= nowMs;
    const slot = Math.floor(nowMs / SLOT_MS);
    for (let next = Math.max(this.#slot + 1, slot - SLOTS + 1); next <= slot; next++) {
      this.#accepted[next % SLOTS] = 0;
    }
    this.#slot = Math.max(this.#slot, slot);
  }
}
