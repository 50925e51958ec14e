import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type Sentence, UsageError } from "../../aws/index.ts";
import type { TlsNames } from "../tls/tls-names.ts";
import { MAX_HEAD, refuseConnection } from "./refuse-connection.ts";
import type { Reply, StreamedBody } from "./reply.ts";

/** A request with the body that its handler may or may not read. */
export interface Incoming {
  readonly message: IncomingMessage;
  readonly body: AsyncIterable<Uint8Array>;
  /** The VPC endpoint through whose port it came. */
  readonly endpoint?: string;
}

/** Where to listen, and who answers. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** The certificates to show; without them, HTTP is spoken without TLS. */
  readonly tls?: TlsNames;
  readonly handle: (incoming: Incoming) => Promise<Reply>;
  /** Is told of answers that could not be written, though the client was there to read them. */
  readonly onFault: (fault: unknown) => void;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

// Longer than clients keep an idle connection, or they would send into one that is closing.
const KEEP_ALIVE_MS = 120_000;

/** Starts to listen, or says why it cannot. */
export async function listen(options: ServerOptions): Promise<Listening> {
  const { host, port } = options;
  const server = openServer(options);
  const inTurn = takeTurns();
  server.on("request", (message, response) => {
    inTurn(() => {
      void respond({ message, body: bodyOf(message) }, response, options);
    });
  });
  server.on("checkContinue", (message, response) => {
    void respond({ message, body: awaitedBody(message, response) }, response, options);
  });
  server.on("clientError", refuseConnection);
  await bind(server, host, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Milliseconds after which a turn ends: what long answers have made is sent before the next is made. */
const TURN_MS = 1;

/**
 * Answers what has come in on all connections one after the other, before the next look at the connections:
 * where many clients ask at once, that takes a third less time than to read and answer in alternation.
 */
function takeTurns(): (answer: () => void) => void {
  let waiting: (() => void)[] = [];
  const turn = (): void => {
    const end = performance.now() + TURN_MS;
    let answered = 0;
    do waiting[answered++]?.();
    while (answered < waiting.length && performance.now() < end);
    waiting = waiting.slice(answered);
    if (waiting.length > 0) setImmediate(turn);
  };
  return (answer) => {
    if (waiting.length === 0) setImmediate(turn);
    waiting.push(answer);
  };
}

// A large upload over a slow line may take any time; only the head of a request has a limit.
const SERVER = { requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEAD };

function openServer({ tls, onFault }: ServerOptions): Server {
  if (tls === undefined) return createServer(SERVER);
  return createTlsServer({
    ...SERVER,
    ...tls.byAddress,
    SNICallback(name, answer) {
      tls.contextOf(name).then(
        (context) => {
          answer(null, context);
        },
        (fault: unknown) => {
          onFault(fault);
          answer(new Error("there is no certificate for this name"));
        },
      );
    },
  });
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(bindError(error, host, port));
    });
    server.listen(port, host, resolve);
  });
}

function bindError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const remedy = REMEDIES.get(error.code ?? "");
  return remedy === undefined
    ? error
    : new UsageError({
        en: `cannot listen on \`${host}:${port}\`: ${remedy.en}`,
        ja: `\`${host}:${port}\` で待ち受けできません。${remedy.ja}`,
      });
}

const REMEDIES: ReadonlyMap<string, Sentence> = new Map([
  [
    "EADDRINUSE",
    {
      en: "the port is taken; choose another one, or `0` for any that is free",
      ja: "ポートは使われています。別のポートか、空いているものを使う `0` を指定してください",
    },
  ],
  [
    "EACCES",
    {
      en: "ports below `1024` are reserved; choose a higher one",
      ja: "`1024` 未満のポートは予約されています。それ以上のポートを指定してください",
    },
  ],
  [
    "EADDRNOTAVAIL",
    {
      en: "this machine has no such address; `127.0.0.1` always works",
      ja: "このマシンにそのアドレスはありません。`127.0.0.1` は必ず使えます",
    },
  ],
  [
    "ENOTFOUND",
    {
      en: "there is no such host; `127.0.0.1` always works",
      ja: "そのホストはありません。`127.0.0.1` は必ず使えます",
    },
  ],
]);

/**
 * A body that may be left half read: what refuses it still has an answer to send on the connection. A short one is all
 * here when its request's turn comes, and then needs none of the ten listeners that it takes to wait for more.
 */
async function* bodyOf(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  if (!message.complete) {
    yield* message.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    return;
  }
  const whole = message.read() as Uint8Array | null;
  if (whole !== null) yield whole;
}

/** A body whose sender waits to be told that it is wanted. */
async function* awaitedBody(
  message: IncomingMessage,
  response: ServerResponse,
): AsyncGenerator<Uint8Array> {
  response.writeContinue();
  yield* bodyOf(message);
}

async function respond(
  incoming: Incoming,
  response: ServerResponse,
  { handle, onFault }: ServerOptions,
): Promise<void> {
  try {
    const reply = await handle(incoming);
    await writeReply(incoming.message, response, reply);
    // What is left of a refused body is read and dropped, so that the connection can go on.
    incoming.message.resume();
  } catch (error) {
    if (incoming.message.errored === null && !response.destroyed) onFault(error);
    // The head may be out already: only a broken connection tells the client.
    response.destroy();
  }
}

async function writeReply(
  message: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
): Promise<void> {
  const waits = message.headers.expect !== undefined && !message.readableDidRead;
  const headers = headersOf(message, reply);
  // What the client still holds back would be taken for the next request.
  if (waits) headers.push("connection", "close");
  response.writeHead(reply.status, headers);
  if (!isStreamed(reply.body)) {
    endWith(response, reply.body);
    return;
  }
  for await (const piece of reply.body.pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

// Copied into one text with the head, a short body goes out in one write.
const MAX_JOINED = 16 * 1024;

function endWith(response: ServerResponse, body: string | Uint8Array | undefined): void {
  if (typeof body !== "object" || body.length > MAX_JOINED) response.end(body);
  else
    response.end(
      Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"),
      "latin1",
    );
}

function isStreamed(body: Reply["body"]): body is StreamedBody {
  return typeof body === "object" && "pieces" in body;
}

/** Names and values in turn, as Node takes them. */
function headersOf(message: IncomingMessage, { headers, body, status }: Reply): string[] {
  const list: string[] = [];
  let length = lengthOf(body);
  for (const name in headers) {
    if (name === "content-length") length ??= headers[name];
    else list.push(name, asBytes(headers[name] ?? ""));
  }
  const isBodiless = message.method === "HEAD" || status === 204 || status === 304;
  length ??= isBodiless ? undefined : "0";
  if (length !== undefined) list.push("content-length", length);
  return list;
}

function lengthOf(body: Reply["body"]): string | undefined {
  if (body === undefined) return undefined;
  return String(typeof body === "string" ? Buffer.byteLength(body) : body.length);
}

/** Node writes header text as Latin-1, and S3 sends back the UTF-8 that it was given. */
function asBytes(value: string): string {
  return /^[\x00-\x7f]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
