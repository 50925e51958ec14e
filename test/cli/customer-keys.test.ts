import { PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpenLab, openLab } from "../lab/open-lab.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

/** One is downloaded in one request, the other in several. */
const SMALL = Buffer.from("small");
const LARGE = Buffer.alloc(18 * 1024 * 1024, "large");
const KEY = ["--sse-c", "AES256", "--sse-c-key", "k".repeat(32)];
const Bucket = "dev-a";
const FROM = `s3://${Bucket}/sealed`;
let open: OpenLab;
let home: string;

beforeAll(async () => {
  open = await openLab();
  const Rules = [{ BlockedEncryptionTypes: { EncryptionType: ["NONE" as const] } }];
  const setting = { Bucket, ServerSideEncryptionConfiguration: { Rules } };
  await open.s3("a").send(new PutBucketEncryptionCommand(setting));
  home = await mkdtemp(join(tmpdir(), "sluice-test-"));
  await writeFile(join(home, "config"), open.lab.awsConfig());
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  await mkdir(join(home, "tree"));
  await writeFile(join(home, "tree", "small"), SMALL);
  await writeFile(join(home, "tree", "large"), LARGE);
  expect(await sluice("sync", "tree", FROM, ...KEY)).toMatchObject({ exit: 0, stderr: "" });
});

afterAll(async () => {
  await open.close();
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

function sluice(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess([...words, "--profile", "a"], { cwd: home, env: { HOME: home } });
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
