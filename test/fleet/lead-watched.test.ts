import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leadWatched } from "../../src/fleet/index.ts";
import { NO_COUNTS } from "../../src/sync/index.ts";
import { eventsOf } from "./in-process.ts";
import type { MemoryBoard } from "./memory-board.ts";
import { opened, stage } from "./stage.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** From now on nothing that a leader waits for is answered. */
function silence(board: MemoryBoard): void {
  const never = (): Promise<never> => new Promise(() => undefined);
  Object.assign(board, { answer: never, refusals: never, nextResult: never, release: never });
}

test("a run that was resumed, and stopped before Redis said a word, has done nothing", async () => {
  const { board, coordination } = stage([], 0);
  const before = { ...NO_COUNTS, transferred: 500, transferredBytes: 5_000 };
  await opened(board, { counts: before });
  const stop = new AbortController();
  silence(board);
  const led = { ...coordination, goesOnWith: "r", signal: stop.signal };
  const outcome = eventsOf(leadWatched(led));
  await vi.advanceTimersByTimeAsync(1_000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await outcome).events.slice(-1)).toEqual([
    { type: "done", counts: NO_COUNTS, before, exitCode: 130 },
  ]);
});
