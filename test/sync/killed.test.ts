import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureRound, playRound } from "../support/kill-round.ts";
import { KINDS, type KillStage, openKillStage } from "../support/kill-stage.ts";

const MAIN = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
let stage: KillStage;

beforeAll(async () => {
  stage = await openKillStage(MAIN);
}, 60_000);

afterAll(() => stage.close());

// `scripts/kill-sync.ts` does the same 200 times.
test.each(KINDS)(
  "a killed %s leaves old or new, whole; to go on finishes it and leaves nothing behind",
  async (kind) => {
    const lengthMs = await measureRound(stage, kind);
    for (const [kills, deletes] of [
      [1, true],
      [2, false],
    ] as const) {
      const moments = [0.3, 0.6];
      const delay = (): number => lengthMs * (moments.shift() ?? 0.5);
      const round = await playRound(stage, {
        kind,
        name: `${kind}-${kills}`,
        kills,
        deletes,
        delay,
      });
      expect(round.problems).toEqual([]);
    }
  },
  120_000,
);
