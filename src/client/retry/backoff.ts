import type { Timing } from "../timing.ts";
import type { RetryAdvice } from "./retry-advice.ts";

const LONGEST_WAIT_MS = 20_000;
const firstWaitMs = { again: 100, "slow down": 500 } as const;

/**
 * Milliseconds to wait before the attempt after number `attempt` (from 1): exponential with full
 * jitter (AWS Architecture Blog, Exponential Backoff And Jitter).
 */
export function backoffMs(
  advice: Exclude<RetryAdvice, "give up">,
  attempt: number,
  random: Timing["random"],
): number {
  return random() * Math.min(LONGEST_WAIT_MS, firstWaitMs[advice] * 2 ** (attempt - 1));
}
