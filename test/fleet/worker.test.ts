import { once } from "node:events";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { Refusals } from "../../src/fleet/refusals.ts";
import type { RangeRunner } from "../../src/fleet/index.ts";
import { DEFAULT_SYNC_OPTIONS, NO_COUNTS, type SyncEvent } from "../../src/sync/index.ts";
import { eventsOf } from "./in-process.ts";
import { MemoryBoard } from "./memory-board.ts";
import { handed, KEYS, opened, stage } from "./stage.ts";

const NO_PAGE = { planned: [], sourceEntries: 0, destinationEntries: 0 };
const MOVED: SyncEvent = {
  ...{ type: "progress", bytes: 1, totalBytes: 2, objects: 0, totalObjects: 1 },
  totalIsFinal: false,
};

test("a worker that may have lost its range goes no further in it, and counts as one that died", async () => {
  const { cloud, board } = stage(KEYS, 0);
  const task = await opened(board);
  const lost = new AbortController();
  cloud.fault = () => {
    lost.abort();
    return undefined;
  };
  expect(await handed(board, {}, { cloud })(task, lost.signal)).toMatchObject({ kind: "again" });
  expect([board.results.size, board.tries.get(task.id)]).toEqual([0, { w: 1 }]);
});

test("deletions that nobody waits for any more are not made", async () => {
  const { cloud, board } = stage(["a"], 0);
  cloud.bucket("to").seed("in/b", "x");
  const order = { ...DEFAULT_SYNC_OPTIONS, delete: true };
  const task = { ...(await opened(board, { order })), mostDeletions: 1 };
  board.open.set(task.id, task);
  cloud.fault = () => {
    board.open.delete(task.id);
    return undefined;
  };
  await handed(board, {}, { cloud })(task);
  expect(cloud.bucket("to").keys()).toContain("in/b");
});

test("a range is left to a worker that has not tried it, and tried later each time", async () => {
  const { board } = stage([], 0);
  const task = await opened(board);
  const broken = { prepare: () => Promise.reject(new Error("no disk")) };
  const sick = handed(board, broken);
  const other = handed(board, broken, { self: { id: "v", version: "1" } });
  for (const id of ["w", "v"]) board.alive.set(id, { id, version: "1" });
  expect([await sick(task), await sick(task), board.tries.get(task.id)]).toEqual([
    { kind: "again", afterMs: 1_000 },
    { kind: "again", afterMs: 1_000 },
    { w: 1 },
  ]);
  const waits = [await other(task), await sick(task), await other(task)];
  expect(waits).toEqual([2_000, 4_000, 8_000].map((afterMs) => ({ kind: "again", afterMs })));
  expect(await sick(task)).toEqual({ kind: "over" });
  expect(board.results.get(task.id)).toMatchObject({
    ...{ kind: "failed", tries: 5, error: { message: "no disk" } },
  });
});

test.each([
  ["no profile", { prepare: () => Promise.resolve(new UsageError({ en: "no", ja: "no" })) }],
  [
    "no credentials any more",
    {
      start: () => {
        throw new UsageError({ en: "no", ja: "no" });
      },
    },
  ],
])(
  "a worker that has %s says so to whoever leads, counts as no try, and takes it back",
  async (_, broken) => {
    const { cloud, board } = stage(["a"], 0);
    const task = await opened(board);
    expect(await handed(board, broken)(task)).toEqual({ kind: "again", afterMs: 1_000 });
    expect([board.refused.get("w")?.message, board.tries.get(task.id)]).toEqual(["no", { w: 0 }]);
    expect(await handed(board, {}, { cloud })(task)).toEqual({ kind: "over" });
    expect([board.refused.size, board.results.get(task.id)?.kind]).toEqual([0, "done"]);
  },
);

test.each([
  ["tells of something", [MOVED], []],
  ["has seen both sides", [], [NO_PAGE]],
])("a worker takes a refusal back when its range %s, not at its end", async (_, told, pages) => {
  const { board } = stage([], 0);
  const task = await opened(board);
  const no = new UsageError({ en: "no", ja: "no" });
  await handed(board, { prepare: () => Promise.resolve(no) })(task);
  expect(board.refused.size).toBe(1);
  const goOn = new AbortController();
  const start: RangeRunner["start"] = async function* ({ range }) {
    yield* told;
    for await (const page of range.upToEnough(Readable.from(pages))) expect(page).toEqual(NO_PAGE);
    await once(goOn.signal, "abort");
    yield { type: "done", counts: NO_COUNTS, exitCode: 0 };
    return { left: [], held: 0 };
  };
  const served = handed(board, { start })(task);
  await expect.poll(() => board.refused.size).toBe(0);
  expect(board.results.size).toBe(0);
  goOn.abort();
  expect(await served).toEqual({ kind: "over" });
});

test("a range whose hold is lost at its very end is not reported", async () => {
  const { board } = stage([], 0);
  const task = await opened(board);
  const lost = new AbortController();
  const start: RangeRunner["start"] = async function* () {
    yield await Promise.resolve({ type: "done", counts: NO_COUNTS, exitCode: 0 } as const);
    lost.abort();
    return { left: [], held: 0 };
  };
  expect(await handed(board, { start })(task, lost.signal)).toMatchObject({ kind: "again" });
  expect(board.results.size).toBe(0);
});

test("a run that each worker refuses is given up after some looks, and each reason is told once", async () => {
  const board = new MemoryBoard();
  const alive = ["v", "w"].map((id) => ({ id, version: "1" }));
  const reason = { name: "UsageError", message: "no", sentence: { en: "no", ja: "いいえ" } };
  const refusals = new Refusals(board, "r");
  const look = async (): Promise<readonly string[]> => {
    const { events } = await eventsOf(refusals.look(alive));
    return [...events.map(({ type }) => type), refusals.end === undefined ? "waits" : "ends"];
  };
  await board.refuse("r", "v", reason);
  expect(await look()).toEqual(["workerRefused", "waits"]);
  await board.refuse("r", "w", reason);
  expect([await look(), await look(), await look()]).toEqual([["waits"], ["waits"], ["ends"]]);
  await refusals.forget();
  expect([board.refused.size, await look()]).toEqual([0, ["waits"]]);
});

test("a range whose result waits is not done once more, whoever offers it", async () => {
  const { board } = stage([], 0);
  const task = await opened(board);
  await board.report(task, { kind: "failed", tries: 5, error: { name: "Error", message: "x" } });
  const start = (): never => expect.unreachable();
  expect(await handed(board, { start })(task)).toEqual({ kind: "over" });
});

test("more to delete than all ranges together may fails the range at once, and says why", async () => {
  const { cloud, board } = stage(["a"], 0);
  for (const key of ["b", "c"]) cloud.bucket("to").seed(`in/${key}`, "x");
  const order = { ...DEFAULT_SYNC_OPTIONS, delete: true };
  const task = { ...(await opened(board, { order })), mostDeletions: 1 };
  board.open.set(task.id, task);
  expect(await handed(board, {}, { cloud })(task)).toEqual({ kind: "over" });
  expect(board.results.get(task.id)).toMatchObject({
    ...{ kind: "failed", tries: 1 },
    error: {
      message: expect.stringContaining("the run may delete 1 and has not enough") as string,
    },
  });
  expect(cloud.bucket("to").keys()).toEqual(["in/a", "in/b", "in/c"]);
});
