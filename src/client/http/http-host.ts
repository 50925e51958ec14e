import { Pace } from "../retry/pace.ts";
import { systemPaceClock } from "../retry/pace-clock.ts";
import { RetryBudget } from "../retry/retry-budget.ts";
import { Exchange, type Outcome } from "./exchange.ts";
import type { HttpRequest, HttpResponse, StreamedResponse } from "./http-message.ts";
import { HttpPool, type PoolOptions } from "./http-pool.ts";
import { StopList } from "./stop-list.ts";
import type { Carrier, HttpThread } from "./thread/http-thread.ts";

/** Larger bodies cost more on their way to a thread than the thread takes off. */
const MOST_FOR_THREAD = 256 * 1024;

/** How a host is reached. */
export interface HostOptions extends PoolOptions {
  /** Requests at once, at most. */
  readonly connections: number;
  /** Carries requests beside, where there are many, and no bandwidth to keep to together. */
  readonly thread?: HttpThread | undefined;
}

/** One host: its connections, how fast it takes requests, and what it may cost to ask it again. */
export class HttpHost {
  readonly budget: RetryBudget = new RetryBudget();
  readonly #pool: HttpPool;
  readonly #pace: Pace<Exchange>;
  readonly #stops = new StopList();
  readonly #origin: string;
  readonly #options: HostOptions;
  #begun = 0;
  #far: Carrier | undefined;

  constructor(origin: string, options: HostOptions) {
    this.#origin = origin;
    this.#options = options;
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
    this.#far?.close();
  }

  #start(request: HttpRequest, outcome: Outcome, isUrgent: boolean): void {
    const exchange = new Exchange(request, outcome);
    const { signal } = request;
    if (signal !== undefined && !this.#stops.add(signal, exchange)) return;
    this.#pace.enter(exchange, isUrgent);
  }

  readonly #begin = (exchange: Exchange): void => {
    this.#begun++;
    const carrier = this.#farPool(exchange) ?? this.#pool;
    carrier.carry(exchange);
  };

  #farPool(exchange: Exchange): Carrier | undefined {
    const { thread, bandwidth, timeoutMs, certificates } = this.#options;
    if (thread?.isThere !== true || this.#begun <= thread.notBefore) return undefined;
    if (bandwidth !== undefined || !isLight(exchange)) return undefined;
    const as = { origin: this.#origin, timeoutMs, certificates };
    return (this.#far ??= thread.open(as, this.#ended));
  }

  readonly #ended = (exchange: Exchange): void => {
    this.#stops.remove(exchange);
    if (exchange.verdict === "accepted") this.budget.earn();
    this.#pace.leave(exchange.verdict);
  };
}

function isLight({ isReadWhole, request: { body } }: Exchange): boolean {
  return isReadWhole && (body?.length ?? 0) <= MOST_FOR_THREAD;
}
