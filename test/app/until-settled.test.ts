import { expect, test } from "vitest";
import type { CheckResult } from "../../src/app/check-job.ts";
import { untilSettled } from "../../src/app/until-settled.ts";

type Said = Pick<CheckResult, "verdict" | "perspectives">;

function said(verdict: Said["verdict"], overruled?: "allowed" | "denied"): Said {
  const answer = { need: { essential: true }, verdict, ...(overruled && { overruled }) };
  return { verdict, perspectives: [{ answers: [answer] }] } as unknown as Said;
}

async function settle(answers: readonly Said[]): Promise<{ verdict: string; waitedMs: number }> {
  let asked = 0;
  let waitedMs = 0;
  const verdict = await untilSettled(
    () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? said("unknown")),
    (ms) => {
      waitedMs += ms;
      return Promise.resolve();
    },
  );
  return { verdict, waitedMs };
}

const notYet = said("denied", "allowed");

test.each([
  { name: "what is allowed is said at once", answers: [said("allowed")], want: ["allowed", 0] },
  { name: "what policies deny is said at once", answers: [said("denied")], want: ["denied", 0] },
  {
    name: "what is not gone by yet is asked for again",
    answers: [notYet, notYet, said("allowed")],
    want: ["allowed", 6_000],
  },
  {
    name: "what is never gone by is denied in the end",
    answers: [notYet],
    want: ["denied", 15_000],
  },
])("$name", async ({ answers, want }) => {
  const { verdict, waitedMs } = await settle(answers);
  expect([verdict, waitedMs]).toEqual(want);
});
