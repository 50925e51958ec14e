import { expect, test } from "vitest";
import { AwsError } from "../../src/aws/index.ts";
import { type BatchMeans, runSync, type SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf, type Outcome, outcomeOf } from "../sync/run.ts";
import { MemoryJobs } from "./memory-jobs.ts";

interface Stage {
  readonly cloud: MemoryCloud;
  readonly jobs: MemoryJobs;
  readonly means: BatchMeans;
  readonly run: (limits?: Partial<BatchMeans>, options?: Partial<SyncOptions>) => Promise<Outcome>;
}

/** A source with these objects, an empty destination, and a bucket for manifests. */
function stage(objects: Readonly<Record<string, string>>): Stage {
  const cloud = new MemoryCloud();
  const jobs = new MemoryJobs(cloud);
  for (const [key, body] of Object.entries(objects)) cloud.bucket("a").seed(key, body);
  const manifests = { store: cloud.bucket("jobs"), prefix: "p" };
  const means = { jobs, roleArn: "arn:aws:iam::111111111111:role/r", manifests };
  return {
    cloud,
    jobs,
    means,
    run: (limits = {}, options = {}) => {
      const batch = { ...means, ...limits };
      return outcomeOf({ ...jobOf(cloud, ["s3://a", "s3://b"], options), batch });
    },
  };
}

const copied = (key: string): string => `copy: s3://a/${key} to s3://b/${key}`;

test("a job takes so many objects and no more, and each object goes with one job", async () => {
  const { jobs, run, cloud } = stage({ a: "1", "b c": "2", "ü/,": "3", d: "4", e: "5" });
  const { lines, exitCode, events } = await run({ objectsInJob: 2 });
  expect(jobs.manifests).toEqual(["a,a\na,b%20c\n", "a,d\na,e\n", "a,%C3%BC/%2C\n"]);
  expect({ lines, exitCode }).toEqual({
    lines: ["a", "b c", "d", "e", "ü/,"].map(copied),
    exitCode: 0,
  });
  expect(events.filter(({ type }) => type === "jobBegun")).toEqual([
    { type: "jobBegun", id: "job-1", region: "eu-west-1", objects: 2 },
    { type: "jobBegun", id: "job-2", region: "eu-west-1", objects: 2 },
    { type: "jobBegun", id: "job-3", region: "eu-west-1", objects: 1 },
  ]);
  expect(cloud.bucket("b").keys()).toEqual(["a", "b c", "d", "e", "ü/,"]);
});

test.each([
  ["told of", { status: "Active" }, ["job-1"]],
  ["not told of when they are over", { status: "Complete" }, undefined],
  [
    "not told of when they are of other places",
    { status: "Active", description: "sluice x y" },
    undefined,
  ],
])("jobs of an earlier run between the same ends are %s", async (_, standing, ids) => {
  const { jobs, run } = stage({ a: "1" });
  await run();
  jobs.become("job-1", standing);
  const { events } = await run();
  const told = events.filter(({ type }) => type === "jobsActive");
  expect(told).toEqual(ids === undefined ? [] : [{ type: "jobsActive", ids }]);
});

test.each([
  [
    "may not list jobs",
    new AwsError({ code: "AccessDenied", message: "", status: 403, operation: "ListJobs" }),
    0,
  ],
  ["does not reach them", new Error("connect ETIMEDOUT"), 0],
  ["has no keys any more", Object.assign(new Error(), { name: "CredentialsProviderError" }), 1],
])("an earlier run's jobs are not needed: who %s", async (_, error, exitCode) => {
  const { jobs, run } = stage({ a: "1" });
  jobs.list = () => {
    throw error;
  };
  expect((await run()).exitCode).toBe(exitCode);
});

test("jobs are asked for once the destination has answered, which tells where they are", async () => {
  const { jobs, run, cloud } = stage({ a: "1" });
  const before: string[] = [];
  jobs.list = async function* () {
    before.push(...cloud.operations());
    yield* await Promise.resolve([]);
  };
  await run({}, { pageSize: 1 });
  expect(before).toEqual(["ListObjectsV2", "ListObjectsV2"]);
});

test("what is too large for a job is copied by the run itself, beside the jobs", async () => {
  const { jobs, run } = stage({ large: "12345", small: "1" });
  const { lines, exitCode } = await run({ mostBytes: 4 });
  expect(jobs.manifests).toEqual(["a,small\n"]);
  expect({ lines: lines.toSorted(), exitCode }).toEqual({
    lines: ["large", "small"].map(copied),
    exitCode: 0,
  });
});

test("progress reaches the totals, whoever copies", async () => {
  const { run } = stage({ large: "12345", a: "1", b: "1" });
  const { events } = await run({ mostBytes: 4 });
  expect(events.findLast(({ type }) => type === "progress")).toEqual({
    type: "progress",
    bytes: 7,
    totalBytes: 7,
    objects: 3,
    totalObjects: 3,
    totalIsFinal: true,
  });
});

test("a task that failed fails with S3's code and message, without what the request was", async () => {
  const { jobs, run } = stage({ a: "1", b: "2" });
  jobs.refused = new Set(["b"]);
  const { lines, exitCode } = await run();
  expect({ lines, exitCode }).toEqual({
    lines: [
      copied("a"),
      "copy failed: s3://a/b to s3://b/b An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied",
    ],
    exitCode: 1,
  });
});

test("of a job that was cancelled, what its report names is done, and the rest is told", async () => {
  const { jobs, run, cloud } = stage({ a: "1", b: "2" });
  jobs.ending = { status: "Cancelled" };
  jobs.tamper = (text) => text;
  const done = await run();
  expect(done.lines).toEqual([copied("a"), copied("b")]);
  cloud.bucket("a").seed("c", "3");
  jobs.ending = { status: "Failed", failures: [{ code: "E", reason: "why" }], total: 9 };
  jobs.refused = new Set(["c"]);
  const { lines } = await run();
  expect(lines).toEqual([
    "copy failed: s3://a/c to s3://b/c An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied",
  ]);
});

test("a report that is not what its sums say ends the run, and nothing is deleted", async () => {
  const { jobs, run, cloud } = stage({ a: "1", b: "2" });
  cloud.bucket("b").seed("old", "");
  jobs.refused = new Set(["a"]);
  jobs.tamper = (text) => text.replace("AccessDenied", "NoSuchKey");
  const { lines, exitCode } = await run({}, { delete: true });
  expect({ lines, exitCode }).toEqual({
    lines: [
      "fatal error: cannot read the completion report `p/reports/job-job-1/results/failed.csv`: its content is not what its MD5 says",
    ],
    exitCode: 1,
  });
  expect(cloud.bucket("b").keys()).toContain("old");
});

test("where there is no bucket for manifests, it is named before anything is copied", async () => {
  const { run, cloud } = stage({ a: "1" });
  cloud.fault = ({ operation }) =>
    operation === "CreateMultipartUpload"
      ? new AwsError({ code: "NoSuchBucket", message: "no bucket", status: 404, operation })
      : undefined;
  const { exitCode, lines } = await run();
  expect({ exitCode, lines }).toEqual({
    exitCode: 2,
    lines: [
      "fatal error: cannot write manifests to `s3://jobs`: there is no such bucket; name one that exists with `--manifest-bucket`",
    ],
  });
  expect(cloud.bucket("b").keys()).toEqual([]);
});

test("what a stopped run was to copy itself, and what had no job yet, the next run copies", async () => {
  const objects = { a: "1", b: "1", "c large": "12345", d: "1" };
  const { cloud, means, run } = stage(objects);
  const limits = { mostBytes: 4, objectsInJob: 2 };
  const stop = new AbortController();
  const job = { ...jobOf(cloud, ["s3://a", "s3://b"]), signal: stop.signal };
  for await (const { type } of runSync({ ...job, batch: { ...means, ...limits } })) {
    if (type === "jobBegun") stop.abort();
  }
  const before = cloud.bucket("b").keys();
  expect(before).toEqual(expect.arrayContaining(["a", "b"]));
  expect(before).not.toContain("d");
  const { lines, exitCode } = await run(limits);
  const left = Object.keys(objects).filter((key) => !before.includes(key));
  expect({ lines: lines.toSorted(), exitCode }).toEqual({ lines: left.map(copied), exitCode: 0 });
  expect(cloud.bucket("b").keys()).toEqual(Object.keys(objects));
  expect([...cloud.bucket("b").uploads, ...cloud.bucket("jobs").uploads]).toEqual([]);
});

test("a run that is stopped leaves no upload of a manifest behind", async () => {
  const { run, cloud } = stage({ a: "1" });
  cloud.fault = ({ operation }) =>
    operation === "UploadPart" ? new Error("no more of it") : undefined;
  const { exitCode, lines } = await run();
  expect({ exitCode, lines }).toEqual({ exitCode: 1, lines: ["fatal error: no more of it"] });
  expect(cloud.operations()).toContain("AbortMultipartUpload");
});
