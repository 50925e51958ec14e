import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainFailures, type SyncReport } from "../../src/app/index.ts";
import { AwsError } from "../../src/aws/index.ts";
import { FailureLog } from "../../src/cli/commands/failure-log.ts";

const ALICE = "arn:aws:iam::111122223333:user/alice";
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sluice-failures-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function refused(action: string, key: string): SyncReport {
  const resource = `arn:aws:s3:::dst/${key}`;
  const message = `User: ${ALICE} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`;
  return failed(key, { code: "AccessDenied", message, status: 403, operation: "CopyObject" });
}

function failed(key: string, detail: AwsError["detail"]): SyncReport {
  const from = { kind: "s3", bucket: "src", key } as const;
  const to = { kind: "s3", bucket: "dst", key } as const;
  return { type: "failed", kind: "copy", from, to, error: new AwsError(detail) };
}

test("a refusal that names no bucket is of both: the one that is read and the one that is written", () => {
  const log = new FailureLog({ directory });
  log.keep(
    failed("k", {
      code: "AccessDenied",
      message: "Access Denied",
      status: 403,
      operation: "CopyObject",
    }),
  );
  const [found] = explainFailures(log.kinds);
  expect(found?.denial).toMatchObject({ sourceBucket: "src", destinationBucket: "dst" });
});

test("thousands of keys are counted in full, each cause once", () => {
  const log = new FailureLog({ directory, run: "7f3a09c1" });
  for (let i = 0; i < 3000; i++) {
    log.keep(refused(i % 3 === 0 ? "s3:PutObjectTagging" : "s3:PutObject", `k${i}`));
  }
  const list = log.end();
  expect(list).toEqual({ path: join(directory, "failed-7f3a09c1.jsonl"), count: 3000 });
  const lines = readFileSync(list?.path ?? "", "utf8")
    .trim()
    .split("\n");
  expect(lines).toHaveLength(3000);
  expect(JSON.parse(lines[7] ?? "")).toMatchObject({ from: "s3://src/k7", to: "s3://dst/k7" });
  expect(
    explainFailures(log.kinds).map(({ denial }) => [
      denial.action,
      denial.count,
      denial.sampleKeys,
    ]),
  ).toEqual([
    ["s3:PutObject", 2000, ["k1", "k2", "k4", "k5", "k7"]],
    ["s3:PutObjectTagging", 1000, ["k0", "k3", "k6", "k9", "k12"]],
  ]);
});

test("what AWS refuses of copies that are made without it is explained once, and no key has failed", () => {
  const log = new FailureLog({ directory, run: "7f3a09c1" });
  for (let i = 0; i < 3000; i++) {
    const key = `k${i}`;
    const resource = `arn:aws:s3:::src/from/${key}`;
    const message = `User: ${ALICE} is not authorized to perform: s3:GetObjectTagging on resource: "${resource}" because no identity-based policy allows the s3:GetObjectTagging action`;
    const detail = { code: "AccessDenied", message, status: 403, operation: "GetObjectTagging" };
    const at = { kind: "s3", bucket: "dst", key } as const;
    const error = new AwsError(detail);
    log.keep({ type: "warning", code: "tags-not-read", kind: "copy", at, key, error });
    log.keep({ type: "warning", code: "tags-not-written", kind: "copy", at, key });
  }
  expect(log.end()).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
  expect(
    explainFailures(log.kinds).map(({ denial }) => [
      denial.action,
      denial.count,
      denial.sampleKeys.length,
    ]),
  ).toEqual([["s3:GetObjectTagging", 3000, 5]]);
});

test("what is shown in full needs no file, and a run that is told to nobody has none", () => {
  const few = new FailureLog({ directory });
  for (const key of ["a", "b", "c", "d", "e"]) few.keep(refused("s3:PutObject", key));
  expect(few.end()).toBeUndefined();
  const untold = new FailureLog(undefined);
  for (let i = 0; i < 1000; i++) untold.keep(refused("s3:PutObject", `k${i}`));
  expect(untold.end()).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
});

test("lists of former runs go after 30 days, and nothing else does", () => {
  const old = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  for (const name of ["failed-00000000.jsonl", "00000000.jsonl"]) {
    writeFileSync(join(directory, name), "");
    utimesSync(join(directory, name), old, old);
  }
  writeFileSync(join(directory, "failed-00000001.jsonl"), "");
  const log = new FailureLog({ directory, run: "7f3a09c1" });
  for (let i = 0; i < 6; i++) log.keep(refused("s3:PutObject", `k${i}`));
  log.end();
  expect(readdirSync(directory).sort()).toEqual([
    "00000000.jsonl",
    "failed-00000001.jsonl",
    "failed-7f3a09c1.jsonl",
  ]);
});

test("a place that takes no file stops nothing", () => {
  const file = join(directory, "file");
  writeFileSync(file, "");
  const log = new FailureLog({ directory: join(file, "below") });
  for (let i = 0; i < 1200; i++) log.keep(refused("s3:PutObject", `k${i}`));
  expect(log.end()).toBeUndefined();
  expect(explainFailures(log.kinds).map(({ denial }) => denial.count)).toEqual([1200]);
});

test("what is no refusal of AWS's is counted and not explained", () => {
  const log = new FailureLog(undefined);
  const to = { kind: "local", path: "/tmp/x" } as const;
  log.keep({ type: "failed", kind: "download", to, error: new Error("ENOSPC: no space left") });
  log.keep({ type: "cancelled" });
  expect(log.kinds).toEqual([
    { line: "download failed: /tmp/x ENOSPC: no space left", count: 1, keys: ["/tmp/x"] },
  ]);
  expect(explainFailures(log.kinds)).toEqual([]);
});
