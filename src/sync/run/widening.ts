import { utilizationSince } from "./utilization.ts";

/** What this process looks like from inside, handed in so that tests need no time. */
export interface Surroundings {
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  /** Runs something once all that has come in by now has been dealt with. */
  readonly afterTurn: (run: () => void) => void;
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

/**
 * How many are worked on at once: twice as many each round, up to the most, while the other side is
 * what limits. Where most of what was begun has ended by the time that this process looks again, it
 * limits itself, and more at once would only take memory and connections. A round is as many ends as
 * are worked on at once.
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

  /** `widen` is told how many more may begin. */
  constructor(most: number, widen: (by: number) => void, around: Surroundings = thisProcess()) {
    this.#most = most;
    this.#widen = widen;
    this.#around = around;
    this.#width = Math.min(FIRST, most);
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
    const nowMs = this.#around.nowMs();
    const isBusy = this.#around.utilization() > BUSY;
    if (isBusy && inCrowds >= CROWD * ended) this.#limitedUntilMs = nowMs + PATIENCE_MS;
    if (nowMs < this.#limitedUntilMs) return;
    const by = Math.min(this.#width, this.#most - this.#width);
    this.#width += by;
    this.#widen(by);
  }
}

function thisProcess(): Surroundings {
  return {
    nowMs: () => performance.now(),
    afterTurn: (run) => void setImmediate(run),
    utilization: utilizationSince(),
  };
}
