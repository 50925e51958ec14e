import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { BoardWatch, type Silence } from "../../src/fleet/board-watch.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Watched {
  readonly stop: () => void;
  readonly said: readonly Silence[];
}

/** What is said of a board that answers so. */
function watch(answer: () => Promise<unknown>): Watched {
  const [stop, said] = [new AbortController(), Array<Silence>()];
  const watching = new BoardWatch({ answer }, stop.signal);
  onTestFinished(() => {
    watching.close();
  });
  const listen = async (): Promise<void> => {
    for (;;) said.push(await watching.during(new Promise<Silence>(() => undefined)));
  };
  void listen();
  return {
    stop: () => {
      stop.abort();
    },
    said,
  };
}

const NEVER = (): Promise<unknown> => new Promise(() => undefined);

test("a board that does not answer is told of once, and is lost to whoever is to stop", async () => {
  const { stop, said } = watch(NEVER);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toEqual(["away"]);
  stop();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(said).toEqual(["away"]);
  await vi.advanceTimersByTimeAsync(500);
  expect(said).toEqual(["away", "lost"]);
});

test("each silence is told of once", async () => {
  const answers: (() => void)[] = [];
  const { said } = watch(() => new Promise<void>((resolve) => answers.push(resolve)));
  await vi.advanceTimersByTimeAsync(6_000);
  for (const answer of answers.splice(0)) answer();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(said).toEqual(["away", "away"]);
});

test("a process that was suspended, or busy, does not take its own silence for the board's", async () => {
  vi.useRealTimers();
  const here = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
  const [goesOn, isToStop] = [watch(here), watch(here)];
  isToStop.stop();
  await wait(700);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_600);
  await wait(1_200);
  expect([goesOn.said, isToStop.said]).toEqual([[], []]);
});
