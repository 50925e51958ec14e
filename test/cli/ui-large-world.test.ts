import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

let directory: string;
let world: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-ui-"));
  world = join(directory, "large.yaml");
  await writeFile(world, "accounts: {}\n");
  await truncate(world, 50_000_000);
});
afterAll(() => rm(directory, { recursive: true }));

test.for([
  ["en", "it has 50 MB, and the page reads world files up to 10 MB"],
  ["ja", "ページが読めるワールドファイルは 10 MB までです"],
] as const)("a world file of 50 MB is refused before it is read: %s", async ([lang, says]) => {
  const { exit, stdout, stderr } = await sluiceInProcess(["ui", "--world", world, "--lang", lang]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toContain(says);
});
