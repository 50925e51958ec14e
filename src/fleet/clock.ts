import { performance } from "node:perf_hooks";

/** Says when something is due again; at first it is. */
export class Clock {
  readonly #everyMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  isDue(): boolean {
    if (performance.now() - this.#lastMs < this.#everyMs) return false;
    this.reset();
    return true;
  }

  reset(): void {
    this.#lastMs = performance.now();
  }
}
