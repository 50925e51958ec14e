import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import type { AddressBook } from "./address-book.ts";
import type { Bandwidth } from "./bandwidth.ts";
import type { Flow } from "./body-queue.ts";
import type { Exchange } from "./exchange.ts";
import { MalformedAnswer } from "./malformed-answer.ts";
import { requestText } from "./request-text.ts";
import { BrokenOff, ResponseReader } from "./response-reader.ts";

/** Where connections of a pool go, and what they share. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Whom to trust: one for all, for each is dear to make and holds its own copy of every certificate. */
  readonly secureContext: SecureContext | undefined;
  /** How long the other side may say nothing. */
  readonly timeoutMs: number;
  /** What is read stands here until the next read of any connection, unless it is read to its place: one buffer is enough for all. */
  readonly readBuffer: Buffer;
  readonly bandwidth: Bandwidth | undefined;
  readonly addresses: AddressBook;
  /** The last TLS session, so that the next connection need not begin from nothing. */
  session: Buffer | undefined;
}

/** What a pool wants to know of its connections. */
export interface Watcher {
  /** The exchange is over; `reusable` when the connection can carry another. */
  released(connection: HttpConnection, exchange: Exchange, reusable: boolean): void;
  /** The connection is gone. */
  closed(connection: HttpConnection): void;
}

/** What is sent at once where there is a bandwidth to keep to, and no hindrance to the next request. */
const SLICE_BYTES = 32 * 1024;

/** What is given to TLS at once. */
const TLS_BYTES = 256 * 1024;

/** One connection that carries one exchange after another. */
export class HttpConnection implements Flow {
  readonly #socket: Socket;
  readonly #isTls: boolean;
  readonly #bandwidth: Bandwidth | undefined;
  readonly #timeoutMs: number;
  readonly #watcher: Watcher;
  #exchange: Exchange | undefined;
  #reader: ResponseReader | undefined;
  #error: Error | undefined;
  /** Bytes of the request that are not with the socket yet. */
  #unsent = 0;
  /** How many want nothing to be read for now. */
  #holds = 0;
  #isTimed = true;
  /** What gives up each wait for bandwidth: a timer that is left would keep the whole program. */
  readonly #waits = new Set<() => void>();

  constructor(endpoint: Endpoint, watcher: Watcher) {
    this.#watcher = watcher;
    this.#isTls = endpoint.secureContext !== undefined;
    this.#bandwidth = endpoint.bandwidth;
    this.#timeoutMs = endpoint.timeoutMs;
    const socket = openSocket(endpoint, {
      buffer: () => this.#room() ?? endpoint.readBuffer,
      callback: (length, buffer) => {
        this.#read((buffer as Buffer).subarray(0, length));
        return true;
      },
    });
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(endpoint.timeoutMs);
    // Not once: who was not listened to for long is timed anew.
    socket.on("timeout", () => {
      // Who does not listen has no reason to complain of silence.
      if (this.#holds > 0) this.#isTimed = false;
      else socket.destroy(new SilentTooLong());
    });
    socket.on("error", (error) => {
      this.#error = error;
      endpoint.addresses.forget();
    });
    socket.on("end", () => {
      this.#ended();
    });
    socket.on("close", () => {
      for (const stop of this.#waits) stop();
      this.#drop(this.#error ?? new BrokenOff());
      watcher.closed(this);
    });
  }

  /** Sends the request of an exchange; the one before it must be over. */
  carry(exchange: Exchange): void {
    const { request } = exchange;
    const { body } = request;
    this.#exchange = exchange;
    this.#reader = new ResponseReader(request.method, exchange);
    exchange.attach(this);
    const head = requestText(request);
    if (body === null || body.length === 0) {
      this.#socket.write(head, "latin1");
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, "latin1");
    if (this.#bandwidth !== undefined) this.#writeSlowly(body, exchange, this.#bandwidth);
    else if (this.#isTls && body.length > TLS_BYTES) this.#writeInTurn(body, exchange);
    else this.#socket.write(body);
    this.#socket.uncork();
  }

  pause(): void {
    this.#holds++;
    this.#socket.pause();
  }

  resume(): void {
    this.#holds--;
    if (this.#holds > 0) return;
    if (!this.#isTimed) this.#socket.setTimeout(this.#timeoutMs);
    this.#isTimed = true;
    this.#socket.resume();
  }

  abort(reason: Error): void {
    this.#close();
    this.#drop(reason);
  }

  /** An answer may come before all is sent: then the rest is not. */
  #writeSlowly(body: Uint8Array, exchange: Exchange, bandwidth: Bandwidth): void {
    this.#unsent = body.length;
    const next = (): void => {
      const slice = body.subarray(-this.#unsent).subarray(0, SLICE_BYTES);
      bandwidth.take(slice.length, this.#waits, () => {
        if (this.#exchange !== exchange) return;
        this.#socket.write(slice);
        this.#unsent -= slice.length;
        if (this.#unsent > 0) next();
      });
    };
    next();
  }

  /** What TLS has encrypted waits in memory beside what it was, so that it is given no more than it sends. */
  #writeInTurn(body: Uint8Array, exchange: Exchange): void {
    this.#unsent = body.length;
    const next = (error?: Error | null): void => {
      if (error instanceof Error || this.#exchange !== exchange || this.#unsent === 0) return;
      const slice = body.subarray(-this.#unsent).subarray(0, TLS_BYTES);
      this.#unsent -= slice.length;
      this.#socket.write(slice, next);
    };
    next();
  }

  /** What is read at once takes its bandwidth at once, so that there it is not much. */
  #room(): Buffer | undefined {
    return this.#bandwidth === undefined ? this.#exchange?.room() : undefined;
  }

  #read(bytes: Buffer): void {
    if (this.#bandwidth !== undefined) {
      this.pause();
      this.#bandwidth.take(bytes.length, this.#waits, () => {
        this.resume();
      });
    }
    const reader = this.#reader;
    if (reader === undefined) {
      // Nothing was asked: whatever this answers, it must not become the answer to the next request.
      this.#close();
      return;
    }
    try {
      const taken = reader.take(bytes);
      if (reader.isDone) this.#finish(reader.keepsAlive && taken === bytes.length);
    } catch (error) {
      this.#fail(error);
    }
  }

  #ended(): void {
    try {
      this.#reader?.endOfStream();
      if (this.#reader?.isDone === true) this.#finish(false);
      else this.#close();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** An answer that came before the whole request had gone leaves the rest in the way; TLS tells late what has gone. */
  #finish(keepsAlive: boolean): void {
    const late = this.#isTls ? SLICE_BYTES : 0;
    const isSent = this.#unsent === 0 && this.#socket.writableLength <= late;
    const reusable = keepsAlive && isSent;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#reader = undefined;
    if (!reusable) this.#close();
    if (exchange !== undefined) this.#watcher.released(this, exchange, reusable);
  }

  #fail(error: unknown): void {
    this.#close();
    this.#drop(error instanceof Error ? error : new MalformedAnswer(String(error)));
  }

  /** The socket says that it is closed only later, and nobody may be given it until then. */
  #close(): void {
    this.#socket.destroy();
    this.#watcher.closed(this);
  }

  #drop(error: Error): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#exchange = undefined;
    this.#reader = undefined;
    exchange.fail(error);
    this.#watcher.released(this, exchange, false);
  }
}

function openSocket(endpoint: Endpoint, onread: OnReadOpts): Socket {
  const { secureContext, host, port, session } = endpoint;
  const { lookup } = endpoint.addresses;
  if (secureContext === undefined) return connectPlain({ host, port, onread, lookup });
  // Node's types leave `onread` out (Node.js documentation, tls.connect).
  const options = {
    host,
    port,
    onread,
    lookup,
    secureContext,
    // A server name must not be an address (RFC 6066, section 3).
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ["http/1.1"],
    ...(session !== undefined && { session }),
  };
  const socket = connectTls(options);
  socket.on("session", (given: Buffer) => {
    endpoint.session = given;
  });
  return socket;
}

/** The other side said nothing for as long as it may. */
class SilentTooLong extends Error {
  override readonly name = "SilentTooLong";
  readonly code = "ETIMEDOUT";

  constructor() {
    super("the other side said nothing for too long");
  }
}
