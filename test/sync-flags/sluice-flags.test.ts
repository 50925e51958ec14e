import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { type FlagStage, openFlagStage } from "./flag-stage.ts";
import { FLAG_ROWS, FLAGS_OF_AWS } from "./flag-rows.ts";
import { sluiceSync } from "./run-sluice-sync.ts";

let stage: FlagStage;
let shell: SluiceShell;

beforeAll(async () => {
  shell = await openSluiceShell("");
  stage = await openFlagStage(shell.directory);
});

afterAll(async () => {
  await stage.close();
  await shell.close();
});

describe.concurrent("sluice sync --aws-compat takes every flag of aws s3 sync", () => {
  test.each(FLAG_ROWS.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const outcome = await stage.play(row, sluiceSync(shell));
    expect(outcome).toEqual(row.want);
  });
});

test("every flag of AWS CLI 1 and 2 has a row", () => {
  const covered = new Set(FLAG_ROWS.flatMap((row) => row.covers));
  expect(FLAGS_OF_AWS.filter((flag) => !covered.has(flag))).toEqual([]);
});
