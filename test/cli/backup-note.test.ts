import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabHome, openLabHome } from "../support/lab-home.ts";

const NOTE = "whatever was replaced or deleted is kept in s3://dev-a/kept/";
let at: LabHome;

beforeAll(async () => {
  at = await openLabHome();
  await mkdir(join(at.home, "tree"));
  await writeFile(join(at.home, "tree", "x"), "x");
});

afterAll(() => at.close());

async function run(...words: readonly string[]): Promise<string> {
  const all = [...words, "--backup-to", "s3://dev-a/kept", "--profile", "a"];
  const { exit, stderr } = await at.sluice(...all);
  expect(exit).toBe(0);
  return stderr;
}

test("a backup is told of where something may have been kept, and not where nothing was", async () => {
  expect(await run("sync", "tree", "s3://dev-a/t")).toBe("");
  await writeFile(join(at.home, "tree", "x"), "longer");
  // An object's time is of whole seconds: a file of now may be newer than what it has just been written to.
  await utimes(join(at.home, "tree", "x"), 0, 0);
  expect(await run("sync", "tree", "s3://dev-a/t", "--dryrun", "--no-check")).not.toContain(NOTE);
  expect(await run("sync", "tree", "s3://dev-a/t")).toContain(NOTE);
  expect(await run("sync", "tree", "s3://dev-a/t")).toBe("");
  expect(await run("cp", "tree/x", "s3://dev-a/t/x")).toContain(NOTE);
  expect(await run("rm", "s3://dev-a/t/x")).toContain(NOTE);
});
