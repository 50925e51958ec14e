import { Pace } from "../retry/pace.ts";
import { systemPaceClock } from "../retry/pace-clock.ts";
import { RetryBudget } from "../retry/retry-budget.ts";
import { Blocks } from "./blocks.ts";
import { Exchange, type Outcome } from "./exchange.ts";
import type { HttpRequest, HttpResponse, StreamedResponse } from "./http-message.ts";
import { HttpPool, type PoolOptions } from "./http-pool.ts";
import { StopList } from "./stop-list.ts";

/** How a host is reached. */
export interface HostOptions extends PoolOptions {
  /** Requests at once, at most. */
  readonly connections: number;
}

/** One host: its connections, how fast it takes requests, and what it may cost to ask it again. */
export class HttpHost {
  readonly budget: RetryBudget = new RetryBudget();
  /** Memory for bodies that are read piece by piece. */
  readonly blocks: Readonly<Record<"own" | "shared", Blocks>> = {
    own: new Blocks("own"),
    shared: new Blocks("shared"),
  };
  readonly #pool: HttpPool;
  readonly #pace: Pace<Exchange>;
  readonly #stops = new StopList();

  constructor(origin: string, options: HostOptions) {
    this.#pool = new HttpPool(origin, options, this.#ended);
    this.#pace = new Pace(options.connections, systemPaceClock, this.#begin);
  }

  /** How many requests it has taken so far. */
  get accepted(): number {
    return this.#pace.accepted;
  }

  /** Sends one request and reads its answer to the end; an urgent one before all that wait. */
  send(request: HttpRequest, isUrgent: boolean): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#start(request, { resolve, reject }, isUrgent);
    });
  }

  /** Sends one request; a 2xx answer's body is handed over as it arrives, any other is read whole. */
  open(request: HttpRequest): Promise<HttpResponse | StreamedResponse> {
    return new Promise((resolve, reject) => {
      this.#start(request, { resolve, reject, stream: resolve }, false);
    });
  }

  /** Drops all connections. */
  close(): void {
    this.#pool.close(new Error("the connections were closed"));
  }

  #start(request: HttpRequest, outcome: Outcome, isUrgent: boolean): void {
    const exchange = new Exchange(request, outcome);
    const { signal } = request;
    if (signal !== undefined && !this.#stops.add(signal, exchange)) return;
    this.#pace.enter(exchange, isUrgent);
  }

  readonly #begin = (exchange: Exchange): void => {
    this.#pool.carry(exchange);
  };

  readonly #ended = (exchange: Exchange): void => {
    this.#stops.remove(exchange);
    if (exchange.verdict === "accepted") this.budget.earn();
    this.#pace.leave(exchange.verdict);
  };
}
