import { describe, expect, test } from "vitest";
import { Pace } from "../../src/client/retry/pace.ts";
import type { PaceClock } from "../../src/client/retry/pace-clock.ts";
import { RetryBudget } from "../../src/client/retry/retry-budget.ts";

/** Time that goes on when something is to happen in it. */
class VirtualTime implements PaceClock {
  #nowMs = 1_000;
  readonly #events: { readonly atMs: number; readonly run: () => void }[] = [];

  readonly #busyMs: (nowMs: number) => number;

  /** For how long the machine has worked by then. */
  constructor(busyMs: (nowMs: number) => number = () => 0) {
    this.#busyMs = busyMs;
  }

  readonly nowMs = (): number => this.#nowMs;

  readonly busyMs = (): number => this.#busyMs(this.#nowMs);

  readonly wake = (afterMs: number, run: () => void): (() => void) => {
    const event = { atMs: this.#nowMs + afterMs, run };
    this.#events.push(event);
    return () => {
      this.#events.splice(this.#events.indexOf(event), 1);
    };
  };

  runUntil(endMs: number): void {
    for (;;) {
      this.#events.sort((a, b) => a.atMs - b.atMs);
      const [next] = this.#events;
      if (next === undefined || next.atMs > endMs) break;
      this.#events.shift();
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
    this.#nowMs = endMs;
  }
}

type Verdict = "accepted" | "throttled" | "broken" | "none";

interface Simulated {
  /** What the host does with a request that arrives now, with so many others on it. */
  readonly answer: (nowMs: number, inFlight: number) => { verdict: Verdict; afterMs: number };
  readonly most: number;
  readonly seconds: number;
  /** For how long this machine has worked by then. */
  readonly busyMs?: (nowMs: number) => number;
}

interface Outcome {
  readonly acceptedPerSecond: number;
  readonly refused: number;
  readonly widest: number;
}

/** Has as many workers as there may be requests at once send one request after another. */
function simulate({ answer, most, seconds, busyMs }: Simulated): Outcome {
  const time = new VirtualTime(busyMs);
  let inFlight = 0;
  let [accepted, refused, widest] = [0, 0, 0];
  const pace = new Pace(most, time, () => {
    inFlight++;
    widest = Math.max(widest, inFlight);
    const { verdict, afterMs } = answer(time.nowMs(), inFlight);
    time.wake(afterMs, () => {
      inFlight--;
      if (verdict === "accepted") accepted++;
      else refused++;
      pace.leave(verdict);
      time.wake(verdict === "throttled" ? 250 : 0, send);
    });
  });
  const send = (): void => {
    pace.enter({ isOver: false }, false);
  };
  for (let worker = 0; worker < most; worker++) send();
  time.runUntil(1_000 + seconds * 1_000);
  return { acceptedPerSecond: accepted / seconds, refused, widest };
}

/** Takes so many in each window of time, and answers 503 to the others. */
function atMost(
  perSecond: number,
  { windowMs, latencyMs }: { windowMs: number; latencyMs: number },
): Simulated["answer"] {
  let window = -1;
  let taken = 0;
  return (nowMs) => {
    const current = Math.floor(nowMs / windowMs);
    if (current !== window) [window, taken] = [current, 0];
    const isTaken = ++taken <= (perSecond * windowMs) / 1_000;
    return { verdict: isTaken ? "accepted" : "throttled", afterMs: latencyMs };
  };
}

describe("a host that answers 503 above a rate", () => {
  test.each([
    [3_500, 30, 1_000],
    [3_500, 30, 100],
    [3_500, 1, 100],
    [1_000, 100, 1_000],
    [500, 1, 100],
    [200, 1, 1_000],
    [100, 30, 1_000],
  ])("%d a second, after %d ms, counted over %d ms", (perSecond, latencyMs, windowMs) => {
    const answer = atMost(perSecond, { windowMs, latencyMs });
    const { acceptedPerSecond, refused } = simulate({ answer, most: 256, seconds: 20 });
    expect(acceptedPerSecond).toBeGreaterThan(perSecond * 0.9);
    // It takes a second to learn how much is too much.
    expect(refused).toBeLessThan(perSecond * 20 * 0.1 + 1_000);
  });

  test("that takes more again later is given more", () => {
    const slow = atMost(200, { windowMs: 100, latencyMs: 10 });
    const fast = atMost(1_000, { windowMs: 100, latencyMs: 10 });
    const before = simulate({ answer: slow, most: 64, seconds: 5 });
    const both = simulate({
      answer: (nowMs, inFlight) => (nowMs < 6_000 ? slow : fast)(nowMs, inFlight),
      most: 64,
      seconds: 60,
    });
    expect(before.acceptedPerSecond).toBeLessThan(210);
    expect(both.acceptedPerSecond).toBeGreaterThan(500);
  });
});

describe("how many requests go on at once", () => {
  test("as many as may, where that makes it faster, within a dozen answers' time", () => {
    const answer = (): { verdict: Verdict; afterMs: number } => ({
      verdict: "accepted",
      afterMs: 30,
    });
    const { widest, acceptedPerSecond } = simulate({ answer, most: 256, seconds: 1 });
    expect(widest).toBeGreaterThan(250);
    expect(acceptedPerSecond).toBeGreaterThan((256 / 0.03) * 0.7);
  });

  test("no more than is of use, where the machine or the line is the limit", () => {
    const answer = (_nowMs: number, inFlight: number): { verdict: Verdict; afterMs: number } => ({
      verdict: "accepted",
      afterMs: 0.1 * inFlight,
    });
    expect(simulate({ answer, most: 1_000, seconds: 0.5 }).widest).toBeLessThan(256);
  });

  test("no more while this machine is busy all the time, however quick the answers", () => {
    const answer = (): { verdict: Verdict; afterMs: number } => ({
      verdict: "accepted",
      afterMs: 30,
    });
    const busy = simulate({ answer, most: 1_000, seconds: 1, busyMs: (nowMs) => nowMs });
    expect(busy.widest).toBeLessThanOrEqual(64);
    const hard = simulate({ answer, most: 1_000, seconds: 1, busyMs: (nowMs) => 0.9 * nowMs });
    expect(hard.widest).toBeGreaterThan(900);
    // As while code is compiled and connections are opened: what is no faster then says nothing.
    const first = simulate({
      answer,
      most: 1_000,
      seconds: 1,
      busyMs: (nowMs) => Math.min(nowMs, 1_200),
    });
    expect(first.widest).toBeGreaterThan(900);
  });

  test("as many as may again soon, where the host stood still for a while", () => {
    const answer = (nowMs: number): { verdict: Verdict; afterMs: number } => ({
      verdict: "accepted",
      afterMs: nowMs > 1_180 && nowMs < 1_400 ? 1_400 - nowMs + 150 : 150,
    });
    const { acceptedPerSecond } = simulate({ answer, most: 384, seconds: 8 });
    expect(acceptedPerSecond).toBeGreaterThan((384 / 0.15) * 0.9);
  });

  test("fewer where connections break above a number of them, and near that number", () => {
    const answer = (_nowMs: number, inFlight: number): { verdict: Verdict; afterMs: number } => ({
      verdict: inFlight > 100 ? "broken" : "accepted",
      afterMs: 30,
    });
    const { acceptedPerSecond, refused } = simulate({ answer, most: 512, seconds: 20 });
    expect(acceptedPerSecond).toBeGreaterThan((100 / 0.03) * 0.7);
    expect(refused).toBeLessThan(acceptedPerSecond * 20 * 0.1);
  });

  test("what is urgent goes first, and what is over not at all", () => {
    const begun: string[] = [];
    const pace = new Pace<{ name: string; isOver: boolean }>(1, new VirtualTime(), ({ name }) => {
      begun.push(name);
    });
    pace.enter({ name: "first", isOver: false }, false);
    pace.enter({ name: "over", isOver: true }, false);
    pace.enter({ name: "second", isOver: false }, false);
    pace.enter({ name: "urgent", isOver: false }, true);
    pace.leave("accepted");
    pace.leave("accepted");
    pace.leave("accepted");
    expect(begun).toEqual(["first", "urgent", "second"]);
  });
});

test("a host that only fails is asked again a hundred times, and then no more", () => {
  const budget = new RetryBudget();
  expect(Array.from({ length: 200 }, () => budget.spend()).filter(Boolean)).toHaveLength(100);
  for (let answered = 0; answered < 5; answered++) budget.earn();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
});
