import type { HttpHeaders, HttpRequest } from "./http-message.ts";
import { MalformedAnswer } from "./malformed-answer.ts";

/** How one knows where a body ends (RFC 9112, section 6.3). */
export type Framing =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

/** The head of an answer. */
export interface Head {
  readonly status: number;
  /** Read when they are asked for, which those of most small answers never are. */
  readonly headers: HttpHeaders;
  readonly framing: Framing;
  /** Whether the connection serves another request after this one. */
  readonly keepsAlive: boolean;
}

/** Neither white space before a colon nor a line that goes on the one before it. */
const HEAD = /^HTTP\/1\.[01] [1-5]\d\d(?: [^\0\r\n]*)?(?:\r\n[\w!#$%&'*+.^`|~-]+:[^\0\r\n]*)*$/;

const LENGTH = /^\d{1,15}$/;
const NO_BODY: Framing = { kind: "length", bytes: 0 };

/** Reads a head without its empty last line; throws `MalformedAnswer` for what has two meanings. */
export function readHead(text: string, method: HttpRequest["method"]): Head {
  if (!HEAD.test(text)) throw new MalformedAnswer(faultOf(text));
  return new ReadHead(text, method);
}

class ReadHead implements Head {
  readonly status: number;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
  readonly #text: string;
  #headers: HttpHeaders | undefined;

  constructor(text: string, method: HttpRequest["method"]) {
    this.#text = text;
    this.status = Number(text.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length));
    const lowerCase = text.toLowerCase();
    this.framing = framingOf({
      status: this.status,
      method,
      encoding: this.#one("\r\ntransfer-encoding:", lowerCase),
      length: this.#one("\r\ncontent-length:", lowerCase),
    });
    const connection = this.#one("\r\nconnection:", lowerCase) ?? "";
    const isLast = text.startsWith("HTTP/1.0") || /\bclose\b/i.test(connection);
    this.keepsAlive = !isLast && this.framing.kind !== "close";
  }

  get headers(): HttpHeaders {
    this.#headers ??= readHeaders(this.#text);
    return this.#headers;
  }

  /** The value of one header without a look at all the others. */
  #one(line: `\r\n${string}:`, lowerCase: string): string | undefined {
    const start = lowerCase.indexOf(line);
    if (start < 0) return undefined;
    const end = lowerCase.indexOf("\r\n", start + line.length);
    if (end < 0) return this.#text.slice(start + line.length).trim();
    if (lowerCase.includes(line, end)) return this.headers[line.slice(2, -1)];
    return this.#text.slice(start + line.length, end).trim();
  }
}

function faultOf(text: string): string {
  // A lone CR or LF ends a line for some and not for others (RFC 9112, section 2.2).
  if (/\0|\r(?!\n)|(?:^|[^\r])\n/.test(text)) return "a control character is in its head";
  const [statusLine = ""] = text.split("\r\n");
  return HEAD.test(statusLine) ? "a header has no name" : "its first line is no status line";
}

function readHeaders(text: string): HttpHeaders {
  // Without a prototype, so that no name means anything to JavaScript.
  const headers = Object.create(null) as Record<string, string | undefined>;
  for (const line of text.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return headers;
}

/** What tells where the body ends. */
interface Told {
  readonly status: number;
  readonly method: HttpRequest["method"];
  readonly encoding: string | undefined;
  readonly length: string | undefined;
}

function framingOf({ status, method, encoding, length }: Told): Framing {
  if (encoding !== undefined && (length !== undefined || encoding.toLowerCase() !== "chunked")) {
    throw new MalformedAnswer(`its end is told by \`transfer-encoding: ${encoding}\``);
  }
  // Two equal lengths are one (RFC 9112, section 6.3, rule 5).
  const bytes = length === undefined ? undefined : readLength(length);
  if (method === "HEAD" || status === 204 || status === 304) return NO_BODY;
  if (encoding !== undefined) return { kind: "chunked" };
  return bytes === undefined ? { kind: "close" } : { kind: "length", bytes };
}

function readLength(text: string): number {
  if (LENGTH.test(text)) return Number(text);
  const [first = "", ...others] = text.split(/ *, */);
  if (!LENGTH.test(first) || others.some((other) => other !== first)) {
    throw new MalformedAnswer(`\`content-length: ${text}\` is no length`);
  }
  return Number(first);
}
