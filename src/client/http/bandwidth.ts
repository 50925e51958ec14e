import { type PaceClock, systemPaceClock } from "../retry/pace-clock.ts";

/** Timers are not finer than this, and what is owed is not forgotten. */
const NOT_WORTH_A_WAIT_MS = 5;

/** So many bytes a second for all connections that share it, up and down together. */
export class Bandwidth {
  readonly #bytesPerMs: number;
  readonly #clock: PaceClock;
  #freeMs = 0;

  constructor(bytesPerSecond: number, clock: PaceClock = systemPaceClock) {
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#clock = clock;
  }

  /**
   * Takes so many bytes, and calls back when their time is over: at once when it is about now. Until then what
   * gives that up is among `waits`.
   */
  take(bytes: number, waits: Set<() => void>, done: () => void): void {
    const nowMs = this.#clock.nowMs();
    this.#freeMs = Math.max(this.#freeMs, nowMs) + bytes / this.#bytesPerMs;
    const waitMs = this.#freeMs - nowMs;
    if (waitMs < NOT_WORTH_A_WAIT_MS) {
      done();
      return;
    }
    const stop = this.#clock.wake(waitMs, () => {
      waits.delete(stop);
      done();
    });
    waits.add(stop);
  }
}
