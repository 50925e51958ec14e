import { createSecureContext } from "node:tls";
import { AddressBook } from "./address-book.ts";
import type { Bandwidth } from "./bandwidth.ts";
import type { Exchange } from "./exchange.ts";
import { type Endpoint, HttpConnection } from "./http-connection.ts";

/** Servers close what is idle, S3 after some 20 seconds, others after 5: before that nobody loses a request. */
const LONGEST_IDLE_MS = 4_000;
const READ_BUFFER_BYTES = 256 * 1024;

/** How a pool's connections are made. */
export interface PoolOptions {
  readonly timeoutMs: number;
  /** Certificates to trust, in PEM, instead of Node's own. */
  readonly certificates: string | undefined;
  readonly bandwidth: Bandwidth | undefined;
}

interface Idle {
  readonly connection: HttpConnection;
  readonly sinceMs: number;
}

/** Connections to one origin: each request gets one that is idle, or a new one. */
export class HttpPool {
  readonly #endpoint: Endpoint;
  readonly #open = new Set<HttpConnection>();
  readonly #ended: (exchange: Exchange) => void;
  /** The one used last comes first, so that those too many grow old. */
  #idle: Idle[] = [];

  /** `ended` is called once the connection of an exchange is free or gone. */
  constructor(
    origin: string,
    { timeoutMs, certificates, bandwidth }: PoolOptions,
    ended: (exchange: Exchange) => void,
  ) {
    this.#ended = ended;
    const url = new URL(origin);
    const isTls = url.protocol === "https:";
    this.#endpoint = {
      // An IPv6 address stands in brackets in a URL.
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: Number(url.port || (isTls ? 443 : 80)),
      secureContext: isTls ? createSecureContext({ ca: certificates }) : undefined,
      timeoutMs,
      readBuffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
      bandwidth,
      addresses: new AddressBook(),
      session: undefined,
    };
  }

  /** Sends the request of an exchange. */
  carry(exchange: Exchange): void {
    (this.#takeIdle() ?? this.#connect()).carry(exchange);
  }

  /** Drops all connections; what is under way fails. */
  close(reason: Error): void {
    for (const connection of this.#open) connection.abort(reason);
    this.#idle = [];
  }

  #takeIdle(): HttpConnection | undefined {
    const last = this.#idle.pop();
    if (last === undefined) return undefined;
    if (performance.now() - last.sinceMs < LONGEST_IDLE_MS) return last.connection;
    for (const { connection } of [last, ...this.#idle])
      connection.abort(new Error("idle too long"));
    this.#idle = [];
    return undefined;
  }

  #connect(): HttpConnection {
    const connection = new HttpConnection(this.#endpoint, {
      released: (freed, exchange, reusable) => {
        if (reusable) this.#idle.push({ connection: freed, sinceMs: performance.now() });
        this.#ended(exchange);
      },
      closed: (gone) => {
        this.#open.delete(gone);
        this.#idle = this.#idle.filter(({ connection }) => connection !== gone);
      },
    });
    this.#open.add(connection);
    return connection;
  }
}
