import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { followRuns } from "../../src/web/follow-runs.ts";
import {
  type FollowedRun,
  NO_PROGRESS,
  type RunProgress,
  withEvent,
} from "../../src/web/ui/view/run-progress.ts";
import {
  linePoints,
  ratesOf,
  type Sample,
  sizeText,
  withSample,
} from "../../src/web/ui/view/run-rates.ts";

const STARTED = {
  type: "started",
  direction: "copy",
  source: { kind: "s3", bucket: "a", prefix: "x/" },
  destination: { kind: "local", path: "/tmp/y" },
  dryrun: false,
};
const to = { kind: "s3", bucket: "b", key: "in/one.gz" };
const denied = (key: string): object => ({
  type: "failed",
  kind: "copy",
  to: { ...to, key },
  error: { name: "AwsError", message: `AccessDenied on s3://b/${key}` },
});

function after(...events: readonly object[]): RunProgress {
  return events.reduce<RunProgress>(
    (run, event) => withEvent(run, JSON.stringify(event)),
    NO_PROGRESS,
  );
}

describe("a run, as its events tell", () => {
  test("is from one place to another, so far", () => {
    const progress = { bytes: 5, totalBytes: 9, objects: 1, totalObjects: 2, totalIsFinal: true };
    expect(after(STARTED, { type: "progress", ...progress }, { type: "deleted" })).toEqual({
      ...NO_PROGRESS,
      ...progress,
      state: "running",
      source: "s3://a/x/",
      destination: "/tmp/y",
      deleted: 1,
    });
  });

  test.for<[string, readonly object[], RunProgress["state"]]>([
    ["nothing was told", [], "waiting"],
    ["it came to its end", [STARTED, { type: "done" }], "done"],
    ["somebody stopped it", [STARTED, { type: "cancelled" }, { type: "done" }], "cancelled"],
    [
      "it cannot go on",
      [STARTED, { type: "fatal", error: { message: "x" } }, { type: "done" }],
      "failed",
    ],
    ["the check stopped it", [{ type: "verdict", verdict: "denied" }], "refused"],
    ["the check let it pass", [STARTED, { type: "verdict", verdict: "allowed" }], "running"],
    ["another begins in the same file", [STARTED, { type: "done" }, STARTED], "running"],
  ])("when %s", ([, events, state]) => {
    expect(after(...events).state).toBe(state);
  });

  test("says failures that read alike but for their keys once, most frequent first", () => {
    const other = { ...denied("x"), error: { name: "E", message: "SlowDown" } };
    expect(after(STARTED, other, denied("in/one"), denied("in/two")).failures).toEqual([
      { message: "AccessDenied on s3://b/…", count: 2 },
      { message: "SlowDown", count: 1 },
    ]);
  });

  test("keeps to few kinds of failures, and counts all", () => {
    const many = Array.from({ length: 50 }, (_, at) => ({
      type: "failed",
      to,
      error: { message: `kind ${at}` },
    }));
    const { failures } = after(STARTED, ...many);
    expect(failures).toHaveLength(20);
    expect(failures.reduce((sum, { count }) => sum + count, 0)).toBe(50);
  });

  test.for([
    "",
    "{",
    "null",
    "[]",
    '"x"',
    '{"type":"constructor"}',
    '{"type":"progress","bytes":-1}',
  ])("is left as it is by what is no event: %s", (line) => {
    expect(withEvent(NO_PROGRESS, line)).toEqual(NO_PROGRESS);
  });
});

describe("a file of events", () => {
  let directory: string;
  let file: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "runs-"));
    file = join(directory, "run.jsonl");
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("is read on as it grows, also when a line comes in halves, and anew when it is written anew", async () => {
    const source = followRuns([file]);
    expect(source("/else")).toBeUndefined();
    const read = async (): Promise<FollowedRun> => {
      const answer = await source("/runs");
      const [run] = JSON.parse(answer?.text ?? "[]") as FollowedRun[];
      if (run === undefined) throw new Error("no run was told");
      return run;
    };
    expect(await read()).toEqual({ file, progress: NO_PROGRESS });
    const deleted = JSON.stringify({ type: "deleted" });
    await writeFile(file, `${JSON.stringify(STARTED)}\n${deleted}\n${deleted.slice(0, 5)}`);
    expect(await read()).toMatchObject({ file, progress: { state: "running", deleted: 1 } });
    await appendFile(file, `${deleted.slice(5)}\n`);
    expect((await read()).progress.deleted).toBe(2);
    const both = await Promise.all([read(), read()]);
    expect(both.map(({ progress }) => progress.deleted)).toEqual([2, 2]);
    expect((await followRuns([directory])("/runs"))?.text).toContain("EISDIR");
    await writeFile(file, "");
    expect((await read()).progress).toEqual(NO_PROGRESS);
  });
});

describe("how fast it goes", () => {
  test("is what came between samples", () => {
    const samples = [
      { atMs: 0, bytes: 0 },
      { atMs: 1000, bytes: 1024 },
      { atMs: 3000, bytes: 1024 },
    ];
    expect(ratesOf(samples)).toEqual([1024, 0]);
    expect(linePoints([1024, 0], { width: 118, height: 10 })).toBe("0.0,0.0 1.0,10.0");
    expect(withSample(samples, { atMs: 4000, bytes: 3 })).toEqual([{ atMs: 4000, bytes: 3 }]);
    const long = Array.from({ length: 200 }, (_, at) => ({ atMs: at, bytes: at }));
    expect(long.reduce<readonly Sample[]>(withSample, [])).toHaveLength(120);
  });

  test.for([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1536, "1.5 KiB"],
    [3 * 1024 ** 4, "3.0 TiB"],
  ] as const)("%i is %s", ([bytes, text]) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
