import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Flow } from "../body-queue.ts";
import type { Exchange } from "../exchange.ts";
import { BrokenOff } from "../response-reader.ts";
import { WireError } from "../wire-error.ts";
import type { FarHost, Order, Outcome } from "./messages.ts";

/** What is made for a request lives shortly; with more room V8 lets it pile up before it looks. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 16 };

/** What carries exchanges to a host. */
export interface Carrier {
  carry(exchange: Exchange): void;
  close(): void;
}

interface UnderWay {
  readonly exchange: Exchange;
  readonly ended: (exchange: Exchange) => void;
}

/**
 * Connections in a thread of their own, which takes the time that the system, TLS and HTTP need for
 * many short requests away from the thread that decides what to send.
 */
export class HttpThread {
  /** To how many requests to a host it is not worth to start one: it takes some 30 ms. */
  readonly notBefore: number;
  /** Absent where there can be none, or there is none any more. */
  #newThread: (() => Worker) | undefined;
  #thread: Worker | undefined;
  readonly #underWay = new Map<number, UnderWay>();
  #orders: Order[] = [];
  #hosts = 0;
  #exchanges = 0;

  constructor(newThread: (() => Worker) | undefined = threadOfPackage(), notBefore = 250) {
    this.#newThread = newThread;
    this.notBefore = notBefore;
  }

  /** Whether there is, or can be, a thread. */
  get isThere(): boolean {
    return this.#newThread !== undefined;
  }

  /** A way to a host through the thread; `ended` is called as a pool calls it. */
  open(as: FarHost, ended: (exchange: Exchange) => void): Carrier | undefined {
    if (this.#running() === undefined) return undefined;
    const host = this.#hosts++;
    this.#tell({ kind: "open", host, as });
    return {
      carry: (exchange) => {
        this.#carry(host, { exchange, ended });
      },
      close: () => {
        this.#tell({ kind: "close", host });
      },
    };
  }

  /** Ends the thread, and what is under way with it. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  /** There is one thread at most. */
  #running(): Worker | undefined {
    if (this.#thread !== undefined || this.#newThread === undefined) return this.#thread;
    try {
      this.#thread = this.#start(this.#newThread);
    } catch {
      this.#newThread = undefined;
    }
    return this.#thread;
  }

  #start(newThread: () => Worker): Worker {
    const thread = newThread();
    thread.on("message", (outcomes: readonly Outcome[]) => {
      for (const outcome of outcomes) this.#end(outcome);
      if (this.#underWay.size === 0) thread.unref();
    });
    thread.on("error", this.#lost);
    thread.on("exit", this.#lost);
    thread.unref();
    return thread;
  }

  #carry(host: number, one: UnderWay): void {
    const id = this.#exchanges++;
    this.#underWay.set(id, one);
    this.#thread?.ref();
    one.exchange.attach(this.#flowOf(id));
    const { method, path, headers, body, wholeUpTo } = one.exchange.request;
    const request = { method, path, headers, body: body && alone(body), wholeUpTo };
    this.#tell({ kind: "carry", host, id, request });
  }

  /** Bodies come whole, so that nothing flows. */
  #flowOf(id: number): Flow {
    return {
      spare: [],
      pause: () => undefined,
      resume: () => undefined,
      abort: (reason) => {
        this.#tell({ kind: "abort", id });
        this.#take(id, (one) => {
          failWith(one, reason);
        });
      },
    };
  }

  #tell(order: Order): void {
    if (this.#orders.push(order) === 1) setImmediate(this.#send);
  }

  readonly #send = (): void => {
    const orders = this.#orders;
    this.#orders = [];
    this.#thread?.postMessage(orders);
  };

  #end(outcome: Outcome): void {
    this.#take(outcome.id, (one) => {
      if (outcome.kind === "failed") failWith(one, errorOf(outcome));
      else answer(one, outcome);
    });
  }

  #take(id: number, use: (one: UnderWay) => void): void {
    const one = this.#underWay.get(id);
    this.#underWay.delete(id);
    if (one !== undefined) use(one);
  }

  readonly #lost = (): void => {
    this.#newThread = undefined;
    this.#thread = undefined;
    for (const id of [...this.#underWay.keys()]) {
      this.#take(id, (one) => {
        failWith(one, new BrokenOff());
      });
    }
  };
}

/** Without what else is kept in the same memory, which would be copied with it. */
function alone(body: Uint8Array): Uint8Array {
  return body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);
}

function inBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function answer(
  { exchange, ended }: UnderWay,
  { status, headers, body }: Extract<Outcome, { kind: "answered" }>,
): void {
  exchange.answered({ status, headers, body: body && inBuffer(body) });
  ended(exchange);
}

function failWith({ exchange, ended }: UnderWay, error: Error): void {
  exchange.fail(error);
  ended(exchange);
}

/** An error of the other thread: what is made of it goes by its code. */
function errorOf({ message, code }: Extract<Outcome, { kind: "failed" }>): Error {
  if (code === "UnreadableAnswer") return new WireError(code, message);
  return Object.assign(new Error(message), { code });
}

/** From source there is no program for a thread. */
function threadOfPackage(): (() => Worker) | undefined {
  const program = new URL("./http-worker.js", import.meta.url);
  if (!existsSync(program)) return undefined;
  return () => new Worker(program, { resourceLimits: LIMITS });
}
