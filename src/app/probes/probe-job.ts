import { type Facts, weighBySize } from "../../access/index.ts";
import type { Side } from "../../aws/index.ts";
import { type CheckResult, verdictOf } from "../check-job.ts";
import type { AskedClients } from "../clients.ts";
import type { Job } from "../job.ts";
import { attemptsOf } from "./attempts-of.ts";
import { sampleKeys } from "./sample-keys.ts";
import { sendAttempt } from "./send-attempt.ts";
import { settleAnswer, wordsOf } from "./settle-answer.ts";

/**
 * Holds a check against AWS: sends a request of every kind that the run will send and that moves no data
 * and leaves nothing behind, and lets AWS's word win.
 */
export async function probeJob(
  { job, check }: { readonly job: Job; readonly check: CheckResult },
  clients: AskedClients,
  signal: AbortSignal,
): Promise<CheckResult> {
  const listings = check.listings ?? [];
  const factsOf = (side: Side): Facts | undefined =>
    check.perspectives.find(({ answers }) => answers.some(({ need }) => need.side === side))?.facts;
  const bench = { job, clients, keys: sampleKeys(job, listings), factsOf, signal };
  // Each comes to its end, also where another fails: an upload that was begun is given up.
  const settled = await Promise.allSettled(attemptsOf(bench).map(sendAttempt));
  const sent = settled.flatMap((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
  const words = wordsOf(sent);
  const perspectives = check.perspectives.map(({ answers, ...rest }) => ({
    ...rest,
    answers:
      rest.actsElsewhere === true
        ? answers
        : answers.map((answer) =>
            weighBySize(settleAnswer(answer, words, rest.facts), check.sizes),
          ),
  }));
  const verdict = verdictOf(perspectives.flatMap(({ answers }) => answers));
  return { ...check, verdict, perspectives, probes: [...listings, ...sent] };
}
