import { ReadableStream } from "node:stream/web";
import { expect, test } from "vitest";
import { inParallel } from "../../src/sync/run/in-parallel.ts";
import { Widening } from "../../src/sync/run/widening.ts";

interface Simulated {
  /** How long the other side takes for one, and this process for one. */
  readonly answerMs: number;
  readonly workMs: number;
  /** A pause of the other side: from when, and until when, nothing is answered. */
  readonly pause?: readonly [fromMs: number, untilMs: number];
  readonly forMs: number;
}

/** One thread that deals in each turn with all that has been answered by then, and begins as many again. */
function widest({ answerMs, workMs, pause = [0, 0], forMs }: Simulated): number {
  let [nowMs, workedMs, askedMs] = [0, 0, 0];
  let ends: (() => void)[] = [];
  const due: number[] = [];
  let [whiles, whileEndsMs] = [{ ms: 0, run: (): void => undefined }, 0];
  const begin = (): void => {
    const [from, until] = pause;
    const atMs = nowMs + answerMs;
    due.push(atMs >= from && atMs < until ? until : atMs);
  };
  const widening = new Widening(
    384,
    (by) => {
      for (let left = by; left > 0; left--) begin();
    },
    {
      nowMs: () => nowMs,
      afterTurn: (run) => ends.push(run),
      every: (ms, run) => {
        whiles = { ms, run };
        return () => undefined;
      },
      utilization: () => {
        const share = workedMs / (nowMs - askedMs);
        [workedMs, askedMs] = [0, nowMs];
        return share;
      },
    },
  );
  for (let left = widening.width; left > 0; left--) begin();
  while (nowMs < forMs) {
    due.sort((a, b) => a - b);
    nowMs = Math.min(Math.max(nowMs, due[0] ?? forMs), forMs);
    const answered = due.splice(0, due.filter((atMs) => atMs <= nowMs).length);
    for (let left = answered.length; left > 0; left--) {
      nowMs += workMs;
      workedMs += workMs;
      widening.ended();
      begin();
    }
    for (; whileEndsMs < nowMs; whileEndsMs += whiles.ms) if (whileEndsMs > 0) whiles.run();
    const turn = ends;
    ends = [];
    for (const end of turn) end();
  }
  return widening.width;
}

test.each([
  ["as many as may, where answers take long", { answerMs: 30, workMs: 0.1, forMs: 300 }, 384],
  ["within four rounds", { answerMs: 30, workMs: 0.1, forMs: 130 }, 384],
  ["not many more than this process can deal with", { answerMs: 30, workMs: 0.3, forMs: 400 }, 256],
  [
    "no more than at first, where answers are there before anybody looks",
    { answerMs: 0.1, workMs: 0.1, forMs: 2_000 },
    64,
  ],
  [
    "nor for a pause of the other side",
    { answerMs: 0.1, workMs: 0.1, pause: [1_000, 1_012], forMs: 2_000 },
    64,
  ],
  [
    "more and more, where what is first takes long",
    { answerMs: 9_000, workMs: 0.1, forMs: 500 },
    256,
  ],
  [
    "more again, once the other side takes longer",
    { answerMs: 0.1, workMs: 0.1, pause: [1_000, 1_200], forMs: 2_000 },
    128,
  ],
] as const)("%s", (_name, simulated, width) => {
  expect(widest(simulated)).toBe(width);
});

test("more and more while those before them go on, never more than may be, and all that there is", async () => {
  const held: (() => void)[] = [];
  let done = 0;
  const items = ReadableStream.from(Array.from({ length: 300 }, (_none, at) => at));
  const all = inParallel(items, { workers: 100, lookahead: 10 }, async () => {
    await new Promise<void>((resolve) => held.push(resolve));
    done++;
  });
  await expect.poll(() => held.length).toBe(64);
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(100);
  while (done < 300) {
    const now = held.splice(0);
    expect(now.length).toBeLessThanOrEqual(100);
    for (const release of now) release();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(done).toBe(300);
});
