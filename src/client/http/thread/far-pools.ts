import { Exchange } from "../exchange.ts";
import { HttpPool } from "../http-pool.ts";
import type { Order, Outcome } from "./messages.ts";

/** Below this, to hand memory over costs more than to copy it. */
const WORTH_HANDING_OVER = 4096;

/** The pools of a thread: carries out what it is ordered, and reports the outcomes of a turn together. */
export class FarPools {
  readonly #report: (outcomes: readonly Outcome[], handedOver: readonly ArrayBuffer[]) => void;
  readonly #pools = new Map<number, HttpPool>();
  readonly #exchanges = new Map<number, Exchange>();
  #outcomes: Outcome[] = [];
  #handedOver: ArrayBuffer[] = [];

  constructor(report: (outcomes: readonly Outcome[], handedOver: readonly ArrayBuffer[]) => void) {
    this.#report = report;
  }

  obey(orders: readonly Order[]): void {
    for (const order of orders) {
      switch (order.kind) {
        case "open":
          this.#pools.set(order.host, openPool(order));
          break;
        case "close":
          this.#pools.get(order.host)?.close(new Error("the connections were closed"));
          this.#pools.delete(order.host);
          break;
        case "carry":
          this.#carry(order);
          break;
        case "abort":
          this.#exchanges.get(order.id)?.abort(new Error("nobody waits for it any more"));
      }
    }
  }

  #carry({ host, id, request }: Extract<Order, { kind: "carry" }>): void {
    const exchange = new Exchange(
      { ...request, signal: undefined },
      {
        resolve: ({ status, headers, body }) => {
          this.#ended({ kind: "answered", id, status, headers, body: this.#own(body) });
        },
        reject: (error) => {
          this.#ended(failure(id, error));
        },
        ...(request.wholeUpTo !== undefined && {
          stream: ({ status, headers, bytes }) => {
            // The connection is still reading.
            setImmediate(() => void bytes.return?.());
            this.#ended({ kind: "answered", id, status, headers, body: undefined });
          },
        }),
      },
    );
    this.#exchanges.set(id, exchange);
    try {
      this.#pools.get(host)?.carry(exchange);
    } catch (error) {
      exchange.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #ended(outcome: Outcome): void {
    // One that was dropped ends twice.
    if (!this.#exchanges.delete(outcome.id)) return;
    if (this.#outcomes.push(outcome) === 1) setImmediate(this.#send);
  }

  /** Memory that nothing else is kept in. */
  #own(body: Buffer): Uint8Array {
    const { buffer } = body;
    const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === body.length;
    if (!isAlone || body.length < WORTH_HANDING_OVER) return new Uint8Array(body);
    this.#handedOver.push(buffer);
    return body;
  }

  readonly #send = (): void => {
    const [outcomes, handedOver] = [this.#outcomes, this.#handedOver];
    this.#outcomes = [];
    this.#handedOver = [];
    this.#report(outcomes, handedOver);
  };
}

function openPool({ as: { origin, ...options } }: Extract<Order, { kind: "open" }>): HttpPool {
  return new HttpPool(origin, { ...options, bandwidth: undefined }, () => undefined);
}

function failure(id: number, error: Error): Outcome {
  const { code } = error as NodeJS.ErrnoException;
  return { kind: "failed", id, message: error.message, code };
}
