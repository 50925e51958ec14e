import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const HERE = `s3://${STORY.source}`;
let lab: Lab;
let home: string;

beforeEach(async () => {
  lab = await startStoryLab();
  home = await openHome(lab.awsConfig());
  await writeFile(join(home, "a"), "1234");
});

afterEach(async () => {
  await lab.close();
  await closeHome(home);
});

function run(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  const env = { XDG_STATE_HOME: home };
  return sluiceInProcess([...words, "--profile", "dev-a"], { cwd: home, env });
}

const UP = [".", HERE, "--exclude", "*", "--include", "a"];

test("plan says what a dry run of sync says, and changes nothing", async () => {
  const planned = await run("plan", ...UP);
  expect(planned).toEqual(await run("sync", ...UP, "--dryrun"));
  expect(planned).toMatchObject({ exit: 0, stdout: `(dryrun) upload: ./a to ${HERE}/a\n` });
  expect(planned.stderr).toMatch(/^plan {6}1 to transfer \(4 Bytes\), 0 to delete\n/);
  expect(planned.stderr).toContain("check     the run has every permission");
});

test("a plan that it saves is what sync then does", async () => {
  await run("plan", ...UP, "--plan", "saved");
  expect(await readFile(join(home, "saved"), "utf8")).toContain('"kind":"upload"');
  await writeFile(join(home, "later"), "not in the plan");
  const done = await run("sync", ...UP, "--plan", "saved");
  expect(done).toEqual({ exit: 0, stdout: `upload: ./a to ${HERE}/a\n`, stderr: "" });
});

test("it compares engines without more ado", async () => {
  await run("sync", ...UP);
  const { exit, stderr } = await run("plan", HERE, `${HERE}/copies`, "--compare-engines");
  expect(exit).toBe(0);
  expect(stderr).toContain("\nengine    this run: about $");
  expect(stderr).toContain("\nengine    --on s3-batch: about $0.25 with 1 job");
});

test("what goes on with a run is not for a plan", async () => {
  expect(await run("plan", "--resume", "7f3a09c1")).toMatchObject({
    exit: 2,
    stdout: "",
    stderr: expect.stringContaining("`sluice plan`") as string,
  });
});
