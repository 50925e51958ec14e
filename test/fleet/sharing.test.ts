import { expect, onTestFinished, test } from "vitest";
import { accompanyRange } from "../../src/fleet/accompany-range.ts";
import type { FleetRun, RangeResult, RangeTask } from "../../src/fleet/index.ts";
import { NO_PROGRESS } from "../../src/fleet/range-progress.ts";
import { settle } from "../../src/fleet/settle.ts";
import { DEFAULT_SYNC_OPTIONS, NO_COUNTS } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { startWorkers } from "./in-process.ts";
import { MemoryBoard } from "./memory-board.ts";

const SETTLED: {
  readonly result: Extract<RangeResult, { readonly kind: "done" }>;
  readonly task: RangeTask;
  readonly run: FleetRun;
} = {
  result: { kind: "done", events: [], counts: NO_COUNTS, left: [], held: 0 },
  task: { id: "r-1", run: "r", span: {} },
  run: {
    ...{
      id: "r",
      job: "j",
      version: "1",
      order: DEFAULT_SYNC_OPTIONS,
      phase: "copying",
      onlyFailed: false,
    },
    ...{ command: { cwd: "/", positionals: [], given: [] } },
    ...{ counts: NO_COUNTS, held: 0, failed: [] },
  },
};

/** Accompanies a range of a run, of which a half may be cut off once. */
async function accompany(board: MemoryBoard, isOpen: boolean): Promise<readonly string[]> {
  const { task, run } = SETTLED;
  await board.turn({ run, opened: [task] });
  if (!isOpen) board.open.delete(task.id);
  const [over, news] = [new AbortController(), Array<string>()];
  const halves = [{ after: "m", through: undefined }];
  board.isHungry = () => true;
  const accompanied = accompanyRange({
    ...{ task, tries: { w: 1 }, board, over: over.signal },
    work: { cutOff: () => halves.pop(), hasListed: false },
    works: () => Promise.resolve(),
    progress: () => NO_PROGRESS,
    abandon: () => news.push("abandoned"),
  });
  await expect.poll(() => halves).toEqual([]);
  await expect.poll(() => board.served + news.length).toBe(1);
  over.abort();
  await accompanied;
  return news;
}

test("a worker leaves the farther half of its range to one that has nothing to do", async () => {
  const board = new MemoryBoard();
  const cloud = new MemoryCloud();
  onTestFinished(startWorkers({ board, cloud, count: 1, stop: new AbortController() }));
  expect(await accompany(board, true)).toEqual([]);
  const spans = board.open.all.map(([, { span }]) => span);
  expect(spans).toEqual([{ through: "m" }, { after: "m" }]);
});

test("of a range that another has by now nothing is left to others", async () => {
  const board = new MemoryBoard();
  expect(await accompany(board, false)).toEqual(["abandoned"]);
  expect(board.open.size).toBe(0);
});

test("a part that was cut off, and that Redis has forgotten, is opened anew", () => {
  const { result, run, task } = SETTLED;
  const cut = { ...result, through: "m" };
  const known = settle(run, { ...task, span: { through: "m" } }, cut);
  const forgotten = settle(run, { ...task, span: { through: "z" } }, cut);
  expect([known.opened, forgotten.opened.map(({ span }) => span)]).toEqual([
    [],
    [{ after: "m", through: "z" }],
  ]);
  const held = settle(run, { ...task, span: { through: "z" } }, { ...cut, held: 2 });
  expect(held.held).toMatchObject({ span: { through: "m" } });
});

test.each([
  ["to the last key", { through: undefined, left: [] }, []],
  ["farther than the book", { through: "z", left: [{ after: "r", through: "z" }] }, []],
  [
    "with a part on either side of the book's end",
    {
      through: "z",
      left: [
        { after: "d", through: "p" },
        { after: "p", through: "z" },
      ],
    },
    [{ after: "d", through: "m" }],
  ],
])("a result that goes %s opens nothing that others have", (_, wide, want) => {
  const { result, run, task } = SETTLED;
  const cut = { ...task, span: { after: "c", through: "m" } };
  const settled = settle(run, cut, { ...result, ...wide, held: 2 });
  expect(settled.opened.map(({ span }) => span)).toEqual(want);
  expect(settled.held?.span).toEqual({ after: "c", through: want[0]?.after ?? "m" });
});

test("what Redis refuses of news and of questions costs no range", async () => {
  const board = new MemoryBoard();
  const { task, run } = SETTLED;
  await board.turn({ run, opened: [task] });
  const refused = Object.assign(new Error("OOM command not allowed"), { name: "ReplyError" });
  const over = new AbortController();
  let asked = 0;
  board.hasIdleWorker = () => {
    if (++asked === 2) over.abort();
    return Promise.reject(refused);
  };
  board.tellProgress = () => Promise.reject(refused);
  const accompanied = accompanyRange({
    ...{ task, tries: { w: 1 }, board, over: over.signal },
    work: { cutOff: () => expect.unreachable(), hasListed: true },
    works: () => Promise.resolve(),
    progress: () => NO_PROGRESS,
    abandon: () => expect.unreachable(),
  });
  await expect(accompanied).resolves.toBeUndefined();
});
