import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leadWatched, workWatched } from "../../src/fleet/index.ts";
import { NO_COUNTS } from "../../src/sync/index.ts";
import { eventsOf, rangeRunner, workWith } from "./in-process.ts";
import type { MemoryBoard } from "./memory-board.ts";
import { opened, stage } from "./stage.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const NEVER = (): Promise<never> => new Promise(() => undefined);

/** From now on the board does not answer, nor come to the end of these. */
function silence(board: MemoryBoard, ...waits: readonly (keyof MemoryBoard)[]): void {
  for (const name of ["answer", "release", ...waits]) Object.assign(board, { [name]: NEVER });
}

test("a run that was resumed, and stopped before Redis said a word, has done nothing", async () => {
  const { board, coordination } = stage([], 0);
  const before = { ...NO_COUNTS, transferred: 500, transferredBytes: 5_000 };
  await opened(board, { counts: before });
  const stop = new AbortController();
  silence(board, "refusals");
  const led = { ...coordination, goesOnWith: "r", signal: stop.signal };
  const outcome = eventsOf(leadWatched(led));
  await vi.advanceTimersByTimeAsync(1_000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await outcome).events.slice(-1)).toEqual([
    { type: "done", counts: NO_COUNTS, before, exitCode: 130 },
  ]);
});

const ENDS = "Redis does not answer, so this process ends without it";

test("who leads no run yet, and is to stop, ends without a Redis that does not answer, and says so", async () => {
  const { board, coordination } = stage([], 0);
  const stop = new AbortController();
  silence(board, "workers");
  const leading = eventsOf(leadWatched({ ...coordination, signal: stop.signal }));
  const ended = expect(leading).rejects.toThrow(ENDS);
  await vi.advanceTimersByTimeAsync(1_000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  await ended;
});

test("so does a worker, which said before that it waits", async () => {
  const { board, cloud } = stage([], 0);
  const stop = new AbortController();
  const told: string[] = [];
  silence(board, "serve");
  const work = workWith(board, rangeRunner(cloud), stop.signal);
  const working = workWatched({ ...work, tellFault: ({ message }) => told.push(message) });
  const ended = expect(working).rejects.toThrow(ENDS);
  await vi.advanceTimersByTimeAsync(6_000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  await ended;
  expect(told).toEqual([expect.stringContaining("it is waited for")]);
});

test("whoever stops to read does not wait for a Redis that does not answer", async () => {
  const { board, coordination } = stage([], 0);
  silence(board, "refusals");
  const read: string[] = [];
  const reading = (async () => {
    for await (const { type } of leadWatched(coordination)) {
      read.push(type);
      if (type === "boardSilent") break;
    }
    read.push("left");
  })();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(read).toEqual(["started", "boardSilent"]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(read).toEqual(["started", "boardSilent", "left"]);
  await reading;
});
