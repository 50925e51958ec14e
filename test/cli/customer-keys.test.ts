import { PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabHome, openLabHome } from "../support/lab-home.ts";

/** One is downloaded in one request, the other in several. */
const SMALL = Buffer.from("small");
const LARGE = Buffer.alloc(18 * 1024 * 1024, "large");
const KEY = ["--sse-c", "AES256", "--sse-c-key", "k".repeat(32)];
const Bucket = "dev-a";
const FROM = `s3://${Bucket}/sealed`;
let at: LabHome;
let home: string;

beforeAll(async () => {
  at = await openLabHome();
  home = at.home;
  const Rules = [{ BlockedEncryptionTypes: { EncryptionType: ["NONE" as const] } }];
  const setting = { Bucket, ServerSideEncryptionConfiguration: { Rules } };
  await at.open.s3("a").send(new PutBucketEncryptionCommand(setting));
  await mkdir(join(home, "tree"));
  await writeFile(join(home, "tree", "small"), SMALL);
  await writeFile(join(home, "tree", "large"), LARGE);
  expect(await sluice("sync", "tree", FROM, ...KEY)).toMatchObject({ exit: 0, stderr: "" });
});

afterAll(() => at.close());

function sluice(...words: readonly string[]): ReturnType<LabHome["sluice"]> {
  return at.sluice(...words, "--profile", "a");
}

// AWS CLI: GetObject and HeadObject of a download take --sse-c (awscli s3/utils.py, RequestParamsMapper).
test("what was uploaded with --sse-c is downloaded with the same", async () => {
  const { exit, stderr } = await sluice("sync", FROM, "back", ...KEY);
  expect([exit, stderr]).toEqual([0, ""]);
  expect(SMALL.equals(await readFile(join(home, "back", "small")))).toBe(true);
  expect(LARGE.equals(await readFile(join(home, "back", "large")))).toBe(true);
});

test("one object, to a file and to standard output", async () => {
  expect((await sluice("cp", `${FROM}/small`, "one", ...KEY)).exit).toBe(0);
  expect(await readFile(join(home, "one"))).toEqual(SMALL);
  expect(await sluice("cp", `${FROM}/small`, "-", ...KEY)).toMatchObject({ exit: 0, stderr: "" });
});

test("with another key it is not had", async () => {
  const other = ["--sse-c", "AES256", "--sse-c-key", "o".repeat(32)];
  const { exit } = await sluice("sync", FROM, "none", ...other);
  expect(exit).toBe(1);
});

test("between buckets each end has the key of its own option", async () => {
  const source = ["--sse-c-copy-source", "AES256", "--sse-c-copy-source-key", "k".repeat(32)];
  const to = `s3://${Bucket}/again`;
  const { exit, stderr } = await sluice("sync", FROM, to, ...source, "--exclude", "large");
  expect([exit, stderr]).toEqual([0, ""]);
  expect((await sluice("cp", `${to}/small`, "plain")).exit).toBe(0);
  expect(await readFile(join(home, "plain"))).toEqual(SMALL);
});
