import { setTimeout as delay } from "node:timers/promises";

/** The clock, the dice and the way to wait, handed in so that tests need neither luck nor time. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

/** The machine's own clock. */
export const systemTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (durationMs, signal) => delay(durationMs, undefined, signal ? { signal } : {}),
};
