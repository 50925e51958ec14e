import { expect, test } from "vitest";
import { checkInWorld } from "../../src/app/check-in-world.ts";
import type { CheckResult } from "../../src/app/index.ts";
import { type Case, loadCorpus } from "../support/corpus.ts";
import { BATCH_ROLE } from "./batch-world.ts";
import { type Difference, exactWorld } from "./exact-world.ts";
import { jobOfAlice, openStage, OWNERS } from "./stage.ts";

interface Want {
  readonly verdict: CheckResult["verdict"];
  /** Who is refused what, or may be. */
  readonly open: readonly string[];
  /** What becomes of a run in which no copy fails, where that is not the same. */
  readonly ran?: CheckResult["verdict"];
}

const rows: readonly (readonly [string, Case<Difference, Want>])[] = loadCorpus("batch-checks");

function checked(difference: Difference, roleArn?: string): CheckResult {
  return checkInWorld(jobOfAlice(roleArn), exactWorld(difference));
}

/** `alice s3:CreateJob *`: each essential need that is not allowed, and whose it is. */
function openIn({ perspectives }: CheckResult): readonly string[] {
  return perspectives.flatMap(({ answers, facts: { principalArn } }) => {
    const who = principalArn.known ? principalArn.value.replace(/^.*\//, "") : "?";
    return answers
      .filter(({ need, verdict }) => need.essential && verdict !== "allowed")
      .map(({ need }) => `${who} ${need.action} ${need.resource}`);
  });
}

test.each(rows)("%s", (_, { given, want }) => {
  const check = checked(given);
  expect({ verdict: check.verdict, open: openIn(check) }).toEqual({
    verdict: want.verdict,
    open: want.open,
  });
});

// IAM User Guide, IAM identifiers: a name is one in its account, whatever the path.
const ELSEWHERE = "arn:aws:iam::111111111111:role/jobs/batch";
const NOT_THERE = `cannot use role \`${ELSEWHERE}\`: the role of that name is \`${BATCH_ROLE}\``;

test("a role under another path than the one given is refused, in a world and live", async () => {
  expect(() => checked({}, ELSEWHERE)).toThrow(NOT_THERE);
  const { sluice } = await openStage({});
  const refused = await sluice("grant", "--batch-role", ELSEWHERE, ...OWNERS);
  expect(refused).toMatchObject({ exit: 2, stdout: "" });
  expect(refused.stderr).toContain(NOT_THERE);
});

test.each(rows)("the lab agrees: %s", async (_, { given, want }) => {
  const { sluice } = await openStage(given);
  const { exit } = await sluice("sync", "--no-check");
  expect(exit === 0 ? "allowed" : "denied").toBe(want.ran ?? want.verdict);
});

test("facts read live say the same, each need under whose it is", async () => {
  const { sluice } = await openStage({});
  const { exit, stdout, stderr } = await sluice("check", ...OWNERS);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout).toContain("caller  user alice in 111111111111, profile alice\n");
  expect(stdout).toContain("caller  role batch (session any) in 111111111111, --batch-role\n");
  expect(stdout).toContain("caller  batchoperations.s3.amazonaws.com in -, --on s3-batch\n");
  expect(stdout).toMatch(/^ALLOWED: all 14 permissions are there$/m);
});

test("a role that is not there stops the run before anything is written", async () => {
  const { sluice } = await openStage({ hasNoRole: true });
  const { exit, stdout, stderr } = await sluice("sync", ...OWNERS);
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
  expect(stderr).toContain(
    `sluice grant s3://from-111 s3://to-222 --profile alice --on s3-batch --batch-role ${BATCH_ROLE} --manifest-bucket s3://jobs-111/x --owner-profile admin --owner-profile bob\n`,
  );
  expect(stderr).toContain("stopped before the first byte");
});
