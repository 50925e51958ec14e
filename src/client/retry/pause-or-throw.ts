import { AwsError } from "../../aws/index.ts";
import type { Timing } from "../timing.ts";
import { backoffMs } from "./backoff.ts";
import { adviseRetry } from "./retry-advice.ts";
import type { RetryBudget } from "./retry-budget.ts";

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
  /** What one more attempt is paid from; absent when it costs nothing. */
  readonly budget: RetryBudget | undefined;
}

/** A service that wants to be left alone for longer may as well be gone. */
const LONGEST_ASKED_MS = 60_000;

/** Waits until it is time for the next attempt, or throws the failure when there shall be none. */
export async function pauseOrThrow(attempt: FailedAttempt, patience: Patience): Promise<void> {
  const { error, number, signal, budget } = attempt;
  const advice = adviseRetry(error);
  const isLast = number >= patience.maxAttempts || signal?.aborted === true;
  if (advice === "give up" || isLast || budget?.spend() === false) throw error;
  const { timing } = patience;
  const askedMs = error instanceof AwsError ? (error.detail.retryAfterMs ?? 0) : 0;
  if (askedMs > LONGEST_ASKED_MS) throw error;
  await timing.sleep(Math.max(askedMs, backoffMs(advice, number, timing.random)), signal);
}
