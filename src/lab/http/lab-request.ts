import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { type ReadAuthorization, readAuthorization, type WireRequest } from "../../aws/index.ts";
import { Refusal } from "../refusal.ts";
import { headerText } from "./header-text.ts";
import { readParameters } from "./query-parameters.ts";

/** A request as it came in, before anyone knows what it wants or who sent it. */
export interface LabRequest {
  readonly wire: WireRequest;
  /** The first value of each header, by name in lower case, in the bytes that were sent. */
  readonly headers: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  /** Who signed it, as it says; nobody has checked that yet. */
  readonly read: ReadAuthorization;
  /** `x-amz-request-id`. */
  readonly id: string;
  /** `x-amz-id-2`. */
  readonly hostId: string;
  readonly sourceIp: string;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
  /** `1.3`; absent without TLS. */
  readonly tlsVersion?: string;
  readonly receivedMs: number;
  /** The bytes of the body as sent; iterating tells a client that waits for `100 Continue` to go on. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What the server knows besides the message itself. */
export interface Arrival {
  readonly id: string;
  readonly hostId: string;
  readonly receivedMs: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Reads the head of a request from its raw bytes; nothing in a key is normalised. */
export function readLabRequest(message: IncomingMessage, arrival: Arrival): LabRequest {
  const url = originForm(message.url ?? "");
  if (!url.startsWith("/")) {
    throw new Refusal({
      code: "InvalidURI",
      status: 400,
      message: "Couldn't parse the specified URI.",
      elements: { URI: url },
    });
  }
  const mark = url.indexOf("?");
  const query = mark < 0 ? "" : url.slice(mark + 1);
  const headers = readHeaders(message.rawHeaders);
  const wire: WireRequest = {
    method: message.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query,
    headers,
  };
  const { id, hostId, receivedMs, body } = arrival;
  return {
    id,
    hostId,
    receivedMs,
    body,
    headers: firstValues(headers),
    wire,
    read: readAuthorization(wire),
    parameters: readParameters(readBytesAsText(query)),
    sourceIp: sourceIpOf(message),
    ...tlsOf(message),
  };
}

/**
 * Path and query of what a request asks for. A client that is told a proxy sends the whole URL, its host
 * stands in `Host` as well (RFC 9112, absolute-form): so the lab is found by names that nobody resolves.
 */
export function originForm(url: string): string {
  return url.replace(/^http:\/\/[^/?#]*/i, "");
}

function readHeaders(raw: readonly string[]): (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""]);
  }
  return headers;
}

function sourceIpOf({ socket }: IncomingMessage): string {
  const address = socket.remoteAddress ?? "127.0.0.1";
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}

function tlsOf({ socket }: IncomingMessage): Pick<LabRequest, "isSecure" | "tlsVersion"> {
  if (!(socket instanceof TLSSocket)) return { isSecure: false };
  const version = /^TLSv(\d\.\d)$/.exec(socket.getProtocol() ?? "")?.[1];
  return { isSecure: true, ...(version !== undefined && { tlsVersion: version }) };
}

function firstValues(headers: WireRequest["headers"]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const [name, value] of headers) if (!first.has(name)) first.set(name, value);
  return first;
}

/** Node decodes the bytes of a request's head as Latin-1; clients mean UTF-8. */
export function readBytesAsText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const text = Buffer.from(value, "latin1").toString("utf8");
  return text.includes("\ufffd") ? value : text;
}

/** Headers that are no `x-amz-…` and yet stand in the query of a URL presigned with version 2. */
const QUERY_HEADERS_V2: ReadonlySet<string> = new Set(["content-type", "content-md5"]);

/**
 * A header's value. S3 also takes `x-amz-*` headers from the query, where presigned URLs carry
 * them.
 */
export function headerOf(request: LabRequest, name: string): string | undefined {
  const header = request.headers.get(name);
  if (header !== undefined) return readBytesAsText(header);
  if (!standsInQuery(request, name)) return undefined;
  for (const [parameter, value] of request.parameters) {
    if (parameter.toLowerCase() === name) return headerText(name, value);
  }
  return undefined;
}

/** All headers `x-amz-…` whose names begin so, by name in lower case, also those in the query. */
export function* headersFrom(
  request: LabRequest,
  prefix: string,
): Generator<readonly [name: string, value: string]> {
  for (const [name, bytes] of request.wire.headers) {
    if (name.startsWith(prefix)) yield [name, readBytesAsText(bytes)];
  }
  if (!standsInQuery(request, prefix)) return;
  for (const [parameter, value] of request.parameters) {
    const name = parameter.toLowerCase();
    if (!name.startsWith(prefix) || request.headers.has(name)) continue;
    yield [name, headerText(name, value)];
  }
}

function standsInQuery({ parameters }: LabRequest, name: string): boolean {
  if (parameters.size === 0) return false;
  const isV2 = parameters.has("Signature");
  if (name.startsWith("x-amz-")) return isV2 || parameters.has("X-Amz-Signature");
  return isV2 && QUERY_HEADERS_V2.has(name);
}
