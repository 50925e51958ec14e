import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { percentEncode } from "../../aws/index.ts";
import type { Reply } from "./reply.ts";
import type { Incoming } from "./server.ts";

/** A request as AWS's SDKs for JavaScript hand it over, signed. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** What clients of AWS's SDKs for JavaScript take as `requestHandler`: their requests need no connection. */
export interface LabRequestHandler {
  handle(request: SdkRequest): Promise<{ readonly response: SdkResponse }>;
  /** There is nothing to set, and nothing to end. */
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
  destroy(): void;
}

/** Hands requests straight to whoever answers those of the network. */
export function createRequestHandler(
  answer: (incoming: Incoming) => Promise<Reply>,
): LabRequestHandler {
  return {
    async handle(request) {
      const reply = await answer({ message: messageOf(request), body: piecesOf(request.body) });
      return { response: responseOf(reply) };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

/** The head of a request as Node's server would have read it; the socket is connected to nothing. */
function messageOf({ method, path, query = {}, headers }: SdkRequest): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.method = method;
  message.url = path + queryText(query);
  message.rawHeaders = Object.entries({ host: "127.0.0.1", ...headers }).flat();
  return message;
}

/** In the form that the SDKs put on the wire; a signature covers it in its own. */
function queryText(query: NonNullable<SdkRequest["query"]>): string {
  const parts = Object.entries(query).flatMap(([name, value]) => {
    const key = percentEncode(name);
    if (value === null) return [key];
    const values = typeof value === "string" ? [value] : value;
    return values.map((each) => `${key}=${percentEncode(each)}`);
  });
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

async function* piecesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body === undefined || body === null) return;
  if (typeof body === "string") yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else if (body instanceof ArrayBuffer) yield new Uint8Array(body);
  else if (isStream(body)) for await (const piece of body) yield Buffer.from(piece);
  else throw new TypeError("a body is a text, bytes or a stream");
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function responseOf({ status, headers, body }: Reply): SdkResponse {
  return { statusCode: status, headers, body: readableOf(body) };
}

function readableOf(body: Reply["body"]): Readable {
  if (body === undefined) return Readable.from([]);
  if (typeof body === "string") return Readable.from([Buffer.from(body)]);
  if (body instanceof Uint8Array) return Readable.from([body]);
  return Readable.from(body.pieces);
}
