import { utilizationSince } from "../utilization.ts";

/** What this process looks like from inside, handed in so that tests need no time. */
export interface Surroundings {
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  /** Runs something once all that has come in by now has been dealt with. */
  readonly afterTurn: (run: () => void) => void;
  /** Runs something every so many milliseconds, until what is answered is called. */
  readonly every: (ms: number, run: () => void) => () => void;
  /** The share of the time since it was last asked that this process worked. */
  readonly utilization: () => number;
}

const FIRST = 64;
/** So many of all that end in one turn of the event loop have been waiting for it. */
const CROWD = 0.5;
/** A process that works so much of the time is what limits. */
const BUSY = 0.8;
/** Whoever was the limit a moment ago still is: a server near by may pause for longer than it answers. */
const PATIENCE_MS = 30;
/** Where no round ends for so long, what is worked on is large, and small ones may be behind it. */
const LONG_MS = 200;

/**
 * How many are worked on at once: twice as many each round, up to the most, while the other side is
 * what limits. Where most of what was begun has ended by the time that this process looks again, it
 * limits itself, and more at once would only take memory and connections. A round is as many ends as
 * are worked on at once, or a while in which there are fewer.
 */
export class Widening {
  readonly #most: number;
  readonly #widen: (by: number) => void;
  readonly #around: Surroundings;
  #width: number;
  #endedInTurn = 0;
  #round = { ended: 0, inCrowds: 0 };
  #limitedUntilMs = 0;
  #isCounting = false;
  #roundsInWhile = 0;
  readonly #stop: () => void;

  /** `widen` is told how many more may begin, until it is stopped. */
  constructor(most: number, widen: (by: number) => void, around: Surroundings = thisProcess()) {
    this.#most = most;
    this.#widen = widen;
    this.#around = around;
    this.#width = Math.min(FIRST, most);
    this.#stop = around.every(LONG_MS, this.#endWhile);
  }

  get width(): number {
    return this.#width;
  }

  /** One has ended. */
  ended(): void {
    if (this.#width >= this.#most) return;
    this.#endedInTurn++;
    if (this.#isCounting) return;
    this.#isCounting = true;
    this.#around.afterTurn(this.#endTurn);
  }

  stop(): void {
    this.#stop();
  }

  readonly #endWhile = (): void => {
    if (this.#roundsInWhile === 0) this.#endRound();
    this.#roundsInWhile = 0;
  };

  readonly #endTurn = (): void => {
    const ended = this.#endedInTurn;
    this.#isCounting = false;
    this.#endedInTurn = 0;
    this.#round.ended += ended;
    if (ended >= CROWD * this.#width) this.#round.inCrowds += ended;
    if (this.#round.ended >= this.#width) this.#endRound();
  };

  #endRound(): void {
    const { ended, inCrowds } = this.#round;
    this.#round = { ended: 0, inCrowds: 0 };
    this.#roundsInWhile++;
    const nowMs = this.#around.nowMs();
    const isBusy = this.#around.utilization() > BUSY;
    if (isBusy && ended > 0 && inCrowds >= CROWD * ended)
      this.#limitedUntilMs = nowMs + PATIENCE_MS;
    if (nowMs < this.#limitedUntilMs) return;
    const by = Math.min(this.#width, this.#most - this.#width);
    this.#width += by;
    if (by > 0) this.#widen(by);
  }
}

function thisProcess(): Surroundings {
  return {
    nowMs: () => performance.now(),
    afterTurn: (run) => void setImmediate(run),
    every: (ms, run) => {
      const timer = setInterval(run, ms).unref();
      return () => {
        clearInterval(timer);
      };
    },
    utilization: utilizationSince(),
  };
}
