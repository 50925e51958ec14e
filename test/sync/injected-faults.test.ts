import { afterAll, beforeAll, expect, test } from "vitest";
import { faultRun } from "../support/fault-run.ts";
import { type FaultStage, openFaultStage } from "../support/fault-stage.ts";

let stage: FaultStage;

beforeAll(async () => {
  stage = await openFaultStage();
});

afterAll(async () => {
  await stage.close();
});

/** `scripts/fault-sync.ts` makes more of them; a seed that fails here fails there. */
const SEEDS = Array.from({ length: 50 }, (_, number) => number + 1);

test.each(SEEDS)("sync %i through faults loses nothing that it does not name", async (seed) => {
  const { problems } = await faultRun(stage, seed);
  expect(problems).toEqual([]);
});

test("every kind of fault was met, and the lab failed of itself in none", () => {
  expect([...stage.proxy.met.keys()].sort()).toEqual([
    "corrupted-answer",
    "corrupted-sending",
    "expired-token",
    "internal-error",
    "late-error",
    "lost-answer",
    "reset",
    "reset-answering",
    "reset-sending",
    "slow-down",
    "stall",
    "trickle",
    "truncated",
  ]);
  expect(stage.faults).toEqual([]);
});
