import { expect, test } from "vitest";
import { compareUtf8 } from "../../src/aws/index.ts";
import { firstSpans } from "../../src/fleet/first-spans.ts";
import type { Span } from "../../src/fleet/range-task.ts";
import { sourceDirectories } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { MemoryBoard } from "./memory-board.ts";
import { COPIED, KEYS, stage } from "./stage.ts";

const { signal } = new AbortController();

function boardOf(workers: number): MemoryBoard {
  const board = new MemoryBoard();
  for (let at = 0; at < workers; at++) board.alive.set(`w${at}`, { id: `w${at}`, version: "1" });
  return board;
}

/** The first spans of a source with such keys under `in/`, for so many workers. */
function spansOf(
  keys: readonly string[],
  workers: number,
  cloud = new MemoryCloud(),
): Promise<readonly Span[]> {
  const bucket = cloud.bucket("from");
  for (const key of keys) bucket.seed(key, key);
  const directories = sourceDirectories({ kind: "s3", bucket: "from", prefix: "in" }, bucket);
  return firstSpans({ board: boardOf(workers), directories, signal });
}

const FIVE = ["in/a/1", "in/b/1", "in/c/1", "in/d/1", "in/e/1", "other/z/1"];

test("each worker begins with as many directories of the source", async () => {
  expect(await spansOf(FIVE, 2)).toEqual([{ through: "c/" }, { after: "c/" }]);
  expect(await spansOf(FIVE, 4)).toEqual([
    { through: "b/" },
    { after: "b/", through: "c/" },
    { after: "c/", through: "d/" },
    { after: "d/" },
  ]);
});

test("where directories are fewer than workers, each of them is one's", async () => {
  expect(await spansOf(["in/a/1", "in/b/1", "in/c"], 5)).toEqual([
    { through: "b/" },
    { after: "b/" },
  ]);
});

test.for([
  { what: "one worker", keys: FIVE, workers: 1 },
  { what: "no worker yet", keys: FIVE, workers: 0 },
  { what: "no directory", keys: ["in/a", "in/b", "other/c/1"], workers: 3 },
])("with $what a run begins with all of it", async ({ keys, workers }) => {
  expect(await spansOf(keys, workers)).toEqual([{}]);
});

test("a source that cannot be asked is begun with whole", async () => {
  const cloud = new MemoryCloud();
  cloud.fault = () => refusal("ListObjectsV2");
  expect(await spansOf(FIVE, 3, cloud)).toEqual([{}]);
  expect(cloud.calls).toHaveLength(1);
});

test("what a source without an end names is cut at no further than its first answers", async () => {
  let asked = 0;
  const directories = (): Promise<readonly string[]> => Promise.resolve([`d${++asked}/`]);
  const spans = await firstSpans({ board: boardOf(2), directories, signal });
  expect([asked, spans]).toEqual([20, [{ through: "d11/" }, { after: "d11/" }]]);
});

test.each(["never answers", "fails"])(
  "where a source %s the second time, the first answer holds",
  async (what) => {
    let asked = 0;
    const directories = (): Promise<readonly string[]> => {
      asked++;
      if (asked === 1) return Promise.resolve(["a/", "b/", "c/"]);
      return what === "fails"
        ? Promise.reject(refusal("ListObjectsV2"))
        : new Promise(() => undefined);
    };
    const asking = { board: boardOf(3), directories, signal, mostAskedMs: 20 };
    expect(await firstSpans(asking)).toEqual([
      { through: "b/" },
      { after: "b/", through: "c/" },
      { after: "c/" },
    ]);
  },
);

test("whoever stops a run while the source is asked leaves nothing behind", async () => {
  const { board, run } = stage(KEYS);
  const stop = new AbortController();
  const directories = (): Promise<readonly string[]> => {
    stop.abort();
    return new Promise(() => undefined);
  };
  const { events, exitCode } = await run({}, { directories, signal: stop.signal });
  expect(events.map(({ type }) => type)).toEqual(["cancelled", "done"]);
  expect([exitCode, await board.runs()]).toEqual([130, []]);
});

test.each([{ delete: false }, { delete: true }])(
  "a run that begins with several spans copies each object once: %o",
  async (options) => {
    const { board, cloud, run } = stage(KEYS);
    const stale = ["a", "d0/a", "d1", "d1/", "d2/x", "d2x", "z"].map((key) => `in/${key}`);
    for (const key of stale) cloud.bucket("to").seed(key, key);
    const opened: unknown[] = [];
    board.beforeTurn = (turn) => {
      if (opened.length === 0) opened.push(...turn.opened.map(({ span }) => span));
    };
    const place = { kind: "s3", bucket: "from", prefix: "" } as const;
    const directories = sourceDirectories(place, cloud.bucket("from"));
    const { exitCode, counts } = await run(options, { directories });
    expect(opened).toEqual([
      { through: "d1/" },
      { after: "d1/", through: "d3/" },
      { after: "d3/" },
    ]);
    expect({ exitCode, counts }).toMatchObject({ exitCode: 0, counts: { transferred: 1_000 } });
    const left = options.delete ? COPIED : [...COPIED, ...stale].sort(compareUtf8);
    expect(cloud.bucket("to").keys()).toEqual(left);
    expect(cloud.operations().filter((each) => each === "CopyObject")).toHaveLength(1_000);
  },
);
