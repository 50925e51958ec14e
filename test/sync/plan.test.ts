import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { type Outcome, sync, temporaryDirectory } from "./run.ts";

const ENDS = ["s3://from", "s3://to"] as const;
const OPTIONS: Partial<SyncOptions> = { delete: true, multipartThreshold: 20, partSize: 9 };

function stage(): { cloud: MemoryCloud; planFile: string } {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", "new");
  cloud.bucket("from").seed("b\u2028😀", "x".repeat(30), { etag: "p-4" });
  cloud.bucket("from").seed("same", "1");
  cloud.bucket("to").seed("a", "older");
  cloud.bucket("to").seed("gone", "1");
  cloud.bucket("to").seed("same", "1");
  return { cloud, planFile: join(temporaryDirectory(), "plan.jsonl") };
}

function fatal({ events }: Outcome): string | undefined {
  return events.flatMap((event) => (event.type === "fatal" ? [event.error.message] : []))[0];
}

test("a dry run ends with what it comes to", async () => {
  const { cloud } = stage();
  const { events } = await sync(cloud, ENDS, { ...OPTIONS, dryrun: true });
  const totals = events.flatMap((event) => (event.type === "planned" ? [event.totals] : []));
  expect(totals).toEqual([
    {
      transfers: 2,
      transferBytes: 33,
      deletions: 1,
      requests: {
        CopyObject: 1,
        HeadObject: 1,
        GetObjectTagging: 1,
        CreateMultipartUpload: 1,
        CompleteMultipartUpload: 1,
        UploadPartCopy: 4,
        DeleteObject: 1,
        ListObjectsV2: 2,
      },
      cost: {
        dollars: expect.closeTo((9 * 0.005 + 2 * 0.0004) / 1000, 9) as number,
        priceList: "S3 Standard, us-east-1",
        pricesOf: "2026-11",
      },
      engines: [
        { engine: "run", jobs: 0, dollars: 0.0000458, leastSeconds: 1 },
        {
          ...{ engine: "s3-batch", jobs: 1, leastSeconds: 1 },
          dollars: expect.closeTo(0.250022, 6) as number,
        },
      ],
    },
  ]);
});

test.each<readonly [string, Partial<SyncOptions>]>([
  ["copy", {}],
  ["copy without properties", { copyProps: "none" }],
  ["stream", { through: "stream" }],
])("the requests of a plan are those that the run sends: %s", async (_name, options) => {
  const { cloud } = stage();
  const given = { ...OPTIONS, ...options };
  const { events } = await sync(cloud, ENDS, { ...given, dryrun: true });
  const planned = events.flatMap((event) =>
    event.type === "planned" ? [event.totals.requests] : [],
  )[0];
  cloud.calls.length = 0;
  await sync(cloud, ENDS, given);
  const sent: Record<string, number> = {};
  for (const operation of cloud.operations()) sent[operation] = (sent[operation] ?? 0) + 1;
  expect(sent).toEqual(planned);
});

describe("a saved plan", () => {
  test("is carried out as it is, and lists each side once", async () => {
    const { cloud, planFile } = stage();
    const dry = await sync(cloud, ENDS, { ...OPTIONS, dryrun: true, planFile });
    expect(cloud.bucket("to").keys()).toEqual(["a", "gone", "same"]);
    // What nobody planned for stays as it is.
    cloud.bucket("from").seed("later", "1");
    cloud.calls.length = 0;
    const { lines, exitCode } = await sync(cloud, ENDS, { ...OPTIONS, planFile });
    expect(exitCode).toBe(0);
    expect(lines.toSorted()).toEqual(
      dry.lines.map((line) => line.replace("(dryrun) ", "")).toSorted(),
    );
    expect(cloud.bucket("to").keys()).toEqual(["a", "b\u2028😀", "same"]);
    const lists = cloud.operations().filter((operation) => operation === "ListObjectsV2");
    expect(lists).toHaveLength(2);
  });

  test.each<readonly [string, (cloud: MemoryCloud) => void, string]>([
    [
      "a source has changed",
      (cloud) => {
        cloud.bucket("from").seed("a", "nEw");
      },
      "`a` has changed",
    ],
    [
      "a source is gone",
      (cloud) => {
        cloud.bucket("from").objects.delete("a");
      },
      "`a` has changed",
    ],
    [
      "a destination has changed",
      (cloud) => {
        cloud.bucket("to").seed("a", "oLder");
      },
      "`a` has changed",
    ],
    [
      "what was absent is there",
      (cloud) => {
        cloud.bucket("to").seed("b\u2028😀", "1");
      },
      "has changed",
    ],
    [
      "what is to be deleted is new",
      (cloud) => {
        cloud.bucket("to").seed("gone", "2");
      },
      "`gone` has changed",
    ],
    [
      "what is to be deleted has a source",
      (cloud) => {
        cloud.bucket("from").seed("gone", "1");
      },
      "`gone` has changed",
    ],
  ])("is refused before anything is written when %s", async (...[, change, message]) => {
    const { cloud, planFile } = stage();
    await sync(cloud, ENDS, { ...OPTIONS, dryrun: true, planFile });
    change(cloud);
    cloud.calls.length = 0;
    const outcome = await sync(cloud, ENDS, { ...OPTIONS, planFile });
    expect(outcome.exitCode).toBe(2);
    expect(fatal(outcome)).toContain(message);
    expect(new Set(cloud.operations())).toEqual(new Set(["ListObjectsV2"]));
  });

  test.each<readonly [string, (text: string) => string, string]>([
    [
      "of other options",
      (text) => text.replace('"delete":true', '"delete":false'),
      "with other options",
    ],
    [
      "that breaks off",
      (text) => text.replace(/\{"type":"end".*\n/, ""),
      "breaks off before its end",
    ],
    [
      "with a line missing",
      (text) => text.replace(/\{"kind":"delete".*\n/, ""),
      "entries are missing",
    ],
    [
      "with a line that is none",
      (text) => text.replace('"reason":"size"', '"reason":"?"'),
      "line 2 is no entry",
    ],
    ["that is no JSON", (text) => text.replace('\n{"kind"', "\n{kind"), "line 2 is no entry"],
  ])("is refused when it is one %s", async (_name, edit, message) => {
    const { cloud, planFile } = stage();
    await sync(cloud, ENDS, { ...OPTIONS, dryrun: true, planFile });
    const text = readFileSync(planFile, "utf8");
    expect(edit(text)).not.toBe(text);
    writeFileSync(planFile, edit(text));
    const outcome = await sync(cloud, ENDS, { ...OPTIONS, planFile });
    expect(fatal(outcome)).toContain(message);
    expect(outcome.exitCode).toBe(2);
    expect(cloud.bucket("to").text("a")).toBe("older");
  });

  test.each([
    ["of another program", '{"type":"other"}\n'],
    ["of no lines", "\0".repeat(100)],
    ["of few bytes", "{"],
  ])("is told from a file %s, and never written over one", async (_name, text) => {
    const { cloud, planFile } = stage();
    writeFileSync(planFile, text);
    const run = await sync(cloud, ENDS, { ...OPTIONS, planFile });
    expect(run.exitCode).toBe(2);
    expect(fatal(run)).toContain("it is no plan");
    const dry = await sync(cloud, ENDS, { ...OPTIONS, dryrun: true, planFile });
    expect(dry.exitCode).toBe(2);
    expect(fatal(dry)).toContain("a file that is no plan is there");
    expect(readFileSync(planFile, "utf8")).toBe(text);
    expect(cloud.operations().filter((operation) => operation !== "ListObjectsV2")).toEqual([]);
  });

  test.each(["a plan", "a plan that breaks off", "an empty file"])(
    "is written over %s",
    async (what) => {
      const { cloud, planFile } = stage();
      if (what === "an empty file") writeFileSync(planFile, "");
      else await sync(cloud, ENDS, { dryrun: true, planFile });
      if (what === "a plan that breaks off") truncateSync(planFile, 40);
      const dry = await sync(cloud, ENDS, { ...OPTIONS, dryrun: true, planFile });
      expect(dry.exitCode).toBe(0);
      expect((await sync(cloud, ENDS, { ...OPTIONS, planFile })).exitCode).toBe(0);
    },
  );

  test("that is not there is the user's to mend", async () => {
    const { cloud, planFile } = stage();
    const outcome = await sync(cloud, ENDS, { ...OPTIONS, planFile });
    expect(outcome.exitCode).toBe(2);
    expect(fatal(outcome)).toContain("cannot read the plan");
  });

  test("holds no key of a customer", async () => {
    const { cloud, planFile } = stage();
    const key = Buffer.alloc(32, 7);
    const sseCustomer = { algorithm: "AES256", key };
    const secrets = { sourceCustomerKey: sseCustomer, write: { sseCustomer } };
    await sync(cloud, ENDS, { ...OPTIONS, ...secrets, dryrun: true, planFile });
    expect(readFileSync(planFile, "utf8")).not.toMatch(/ustomer|"7":7/);
  });
});
