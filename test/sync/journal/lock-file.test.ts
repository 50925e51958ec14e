import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeLock } from "../../../src/sync/journal/lock-file.ts";
import { temporaryDirectory } from "../run.ts";

const DEAD = JSON.stringify({ pid: 2 ** 22 + 1, started: "1", boot: "another" });

test("of many that find the lock of a dead process, one takes it over, and nothing is left beside it", async () => {
  for (let round = 0; round < 150; round++) {
    const directory = temporaryDirectory();
    const path = join(directory, "run.lock");
    writeFileSync(path, DEAD);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 2 + (round % 5) }, () => takeLock(path)),
    );
    const taken = outcomes.filter(
      (outcome) => outcome.status === "fulfilled" && "release" in outcome.value,
    );
    expect(taken).toHaveLength(1);
    expect(readdirSync(directory)).toEqual(["run.lock"]);
  }
});

test("whoever meets others at a lock again and again is told of that lock", async () => {
  const path = join(temporaryDirectory(), "run.lock");
  writeFileSync(path, DEAD);
  const turn = `${path}.${createHash("sha256").update(DEAD).digest("hex").slice(0, 12)}`;
  const other = await takeLock(turn);
  expect(other).toHaveProperty("release");
  await expect(takeLock(path)).rejects.toThrow(`cannot lock \`${path}\`: others are at it`);
});

test("a process that died while it took a lock over does not stand in the way", async () => {
  const directory = temporaryDirectory();
  const path = join(directory, "run.lock");
  writeFileSync(path, DEAD);
  const turn = `${path}.${createHash("sha256").update(DEAD).digest("hex").slice(0, 12)}`;
  writeFileSync(turn, DEAD);
  expect(await takeLock(path)).toHaveProperty("release");
  expect(readdirSync(directory)).toEqual(["run.lock"]);
});
