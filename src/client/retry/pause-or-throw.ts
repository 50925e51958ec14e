import type { Timing } from "../timing.ts";
import { backoffMs } from "./backoff.ts";
import { adviseRetry } from "./retry-advice.ts";

/** How patient a client is. */
export interface Patience {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  readonly timing: Timing;
}

/** One failed attempt: `number` counts from 1. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly number: number;
  readonly signal: AbortSignal | undefined;
}

/** Waits until it is time for the next attempt, or throws the failure when there shall be none. */
export async function pauseOrThrow(attempt: FailedAttempt, patience: Patience): Promise<void> {
  const advice = adviseRetry(attempt.error);
  const isLast = attempt.number >= patience.maxAttempts || attempt.signal?.aborted === true;
  if (advice === "give up" || isLast) throw attempt.error;
  const { timing } = patience;
  await timing.sleep(backoffMs(advice, attempt.number, timing.random), attempt.signal);
}
