import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const bucket = `s3://${STORY.source}`;
let lab: Lab;
let shell: SluiceShell;

beforeAll(async () => {
  lab = await startStoryLab();
  shell = await openSluiceShell(lab.awsConfig());
  await writeFile(join(shell.directory, "a"), "1234");
});

afterAll(async () => {
  await shell.close();
  await lab.close();
});

function run(...words: readonly string[]): ReturnType<SluiceShell["run"]> {
  return shell.run(["sync", ".", bucket, "--profile", "dev-a", "--exclude", "*.json*", ...words]);
}

test("a dry run prints AWS's lines on stdout, and on stderr what it comes to", async () => {
  const { exit, stdout, stderr } = await run("--dryrun", "--exclude", ".*");
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: `(dryrun) upload: ./a to ${bucket}/a\n`,
  });
  expect(stderr).toMatch(/^plan {6}1 to transfer \(4 Bytes\), 0 to delete\n/);
  expect(stderr).toContain("requests  1 PutObject, 1 ListObjectsV2\n");
  expect(stderr).toContain("cost      about $0.000010 for requests alone (S3 Standard, us-east-1");
  expect(stderr).toMatch(/\ncheck {5}\S.*\n$/);
});

test("between two profiles it says that objects go through this machine", async () => {
  const profiles = ["--source-profile", "dev-a", "--destination-profile", "dev-b"];
  const words = ["sync", bucket, `s3://${STORY.destination}`, "--dryrun", "--no-check"];
  const two = await shell.run([...words, ...profiles]);
  expect(two.stderr).toContain("way       through this machine");
  const one = await shell.run(["sync", bucket, `${bucket}/x`, "--dryrun", "--profile", "dev-a"]);
  expect(one.stderr).not.toContain("way ");
});

test("--json tells the totals as an event, then the verdict of the check; --no-check leaves it out", async () => {
  const planned = { type: "planned", totals: { transfers: 1 } };
  const verdict = { type: "verdict", verdict: "allowed", sizes: { looked: 1, large: 0 } };
  const told = async (...words: readonly string[]): Promise<readonly unknown[]> => {
    const { stdout } = await run("--dryrun", "--json", "--exclude", ".*", ...words);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly type: string });
    return events.filter(({ type }) => type !== "progress").slice(-3);
  };
  expect(await told()).toMatchObject([planned, verdict, { type: "done" }]);
  expect(await told("--no-check")).toMatchObject([
    { type: "transferred" },
    planned,
    { type: "done" },
  ]);
  const without = await run("--dryrun", "--no-check", "--exclude", ".*");
  expect(without.stderr).not.toContain("check ");
});

test("a saved plan is carried out, once, with checksums that S3 verifies", async () => {
  const plan = ["--plan", "plan.jsonl", "--exclude", ".*", "--checksum-algorithm", "CRC64NVME"];
  await run("--dryrun", ...plan);
  const saved = await readFile(join(shell.directory, "plan.jsonl"), "utf8");
  expect(saved.split("\n").map((line) => line.slice(0, 14))).toEqual([
    '{"type":"plan"',
    '{"kind":"uploa',
    '{"type":"end",',
    "",
  ]);
  const first = await run(...plan, "--verify");
  expect(first).toEqual({ exit: 0, stdout: `upload: ./a to ${bucket}/a\n`, stderr: "" });
  const again = await run(...plan);
  expect(again.exit).toBe(2);
  expect(again.stderr).toContain("`a` has changed since");
});
