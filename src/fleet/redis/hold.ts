import { performance } from "node:perf_hooks";

/** A worker's hold of a task: lost where it was not renewed in time, for others may have the task then. */
export class Hold {
  /** Aborted when the worker is to stop, and when the hold is lost. */
  readonly signal: AbortSignal;
  readonly #lost = new AbortController();
  readonly #watch: NodeJS.Timeout;
  #renewedMs = performance.now();

  constructor(signal: AbortSignal, lockMs: number) {
    this.signal = AbortSignal.any([signal, this.#lost.signal]);
    this.#watch = setInterval(() => {
      if (performance.now() - this.#renewedMs > lockMs) this.lose();
    }, lockMs / 4);
  }

  get isLost(): boolean {
    return this.#lost.signal.aborted;
  }

  renewed(): void {
    this.#renewedMs = performance.now();
  }

  lose(): void {
    this.#lost.abort(new Error("another worker may have this range"));
  }

  end(): void {
    clearInterval(this.#watch);
  }
}
