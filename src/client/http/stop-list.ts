import type { Exchange } from "./exchange.ts";

/** Ends exchanges when their signals say so: one listener for a signal, not one for a request. */
export class StopList {
  readonly #bySignal = new Map<AbortSignal, Set<Exchange>>();

  /** Has the exchange follow its signal; false, and ended, when it has been given already. */
  add(signal: AbortSignal, exchange: Exchange): boolean {
    if (signal.aborted) {
      exchange.abort(abortReason(signal));
      return false;
    }
    const known = this.#bySignal.get(signal);
    if (known !== undefined) {
      known.add(exchange);
      return true;
    }
    this.#bySignal.set(signal, new Set([exchange]));
    signal.addEventListener("abort", this.#stop);
    return true;
  }

  remove(exchange: Exchange): void {
    const { signal } = exchange.request;
    const exchanges = signal && this.#bySignal.get(signal);
    if (exchanges?.delete(exchange) !== true || exchanges.size > 0) return;
    this.#bySignal.delete(signal as AbortSignal);
    signal?.removeEventListener("abort", this.#stop);
  }

  readonly #stop = ({ target }: Event): void => {
    const signal = target as AbortSignal;
    const exchanges = this.#bySignal.get(signal) ?? [];
    this.#bySignal.delete(signal);
    for (const one of exchanges) one.abort(abortReason(signal));
  };
}

function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException("the run was stopped", "AbortError");
}
