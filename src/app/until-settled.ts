import type { Verdict } from "../policy/index.ts";
import type { CheckResult } from "./check-job.ts";

/** How long, and how often, AWS is asked whether it goes by what has been written. */
const SETTLES_WITHIN_MS = 15_000;
const ASK_EVERY_MS = 3_000;

/**
 * What AWS says once a change has been made. Changes of IAM take seconds to be gone by everywhere (IAM User Guide,
 * Troubleshoot IAM), so what the policies allow and AWS denies is asked for again.
 */
export async function untilSettled(
  ask: () => Promise<Pick<CheckResult, "verdict" | "perspectives">>,
  pause: (ms: number) => Promise<void>,
): Promise<Verdict> {
  for (let waitedMs = 0; ; waitedMs += ASK_EVERY_MS) {
    const result = await ask();
    if (!isPending(result) || waitedMs >= SETTLES_WITHIN_MS) return result.verdict;
    await pause(ASK_EVERY_MS);
  }
}

/** Whether AWS denies only what the policies that it shows allow. */
function isPending({
  verdict,
  perspectives,
}: Pick<CheckResult, "verdict" | "perspectives">): boolean {
  const denied = perspectives
    .flatMap(({ answers }) => answers)
    .filter(({ need, verdict: said }) => need.essential && said === "denied");
  return verdict === "denied" && denied.every(({ overruled }) => overruled === "allowed");
}
