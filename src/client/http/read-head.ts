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

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\0\r\n]*)?$/;
/** Neither white space before the colon nor a line that goes on the one before it. */
const FIELD_LINES = /^(?:\r\n[\w!#$%&'*+.^`|~-]+:[^\0\r\n]*)*$/;

const NO_BODY: Framing = { kind: "length", bytes: 0 };

/** Reads a head without its empty last line; throws `MalformedAnswer` for what has two meanings. */
export function readHead(text: string, method: HttpRequest["method"]): Head {
  const first = text.indexOf("\r\n");
  const end = first < 0 ? text.length : first;
  const [, minor, digits] = STATUS_LINE.exec(text.slice(0, end)) ?? [];
  const lines = text.slice(end);
  if (digits === undefined || !FIELD_LINES.test(lines)) throw new MalformedAnswer(faultOf(text));
  const status = Number(digits);
  const fields = new Fields(lines);
  const isLast = minor === "0" || /\bclose\b/i.test(fields.get("connection") ?? "");
  const framing = framingOf(fields, { status, method });
  return {
    status,
    framing,
    keepsAlive: !isLast && framing.kind !== "close",
    get headers() {
      return fields.all;
    },
  };
}

function faultOf(text: string): string {
  // A lone CR or LF ends a line for some and not for others (RFC 9112, section 2.2).
  if (/\0|\r(?!\n)|(?:^|[^\r])\n/.test(text)) return "a control character is in its head";
  const [statusLine = ""] = text.split("\r\n");
  return STATUS_LINE.test(statusLine) ? "a header has no name" : "its first line is no status line";
}

/** Header lines, each after a line end. */
class Fields {
  readonly #lines: string;
  readonly #lowerCase: string;
  #all: HttpHeaders | undefined;

  constructor(lines: string) {
    this.#lines = lines;
    this.#lowerCase = lines.toLowerCase();
  }

  /** The value of one, by its name in lower case, without a look at the others. */
  get(name: string): string | undefined {
    const sought = `\r\n${name}:`;
    const start = this.#lowerCase.indexOf(sought);
    if (start < 0) return undefined;
    const end = this.#lines.indexOf("\r\n", start + sought.length);
    if (end < 0) return this.#lines.slice(start + sought.length).trim();
    const stands = this.#lowerCase.includes(sought, end) ? this.all[name] : undefined;
    return stands ?? this.#lines.slice(start + sought.length, end).trim();
  }

  get all(): HttpHeaders {
    this.#all ??= readHeaders(this.#lines);
    return this.#all;
  }
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

function framingOf(
  fields: Fields,
  { status, method }: { readonly status: number; readonly method: HttpRequest["method"] },
): Framing {
  const encoding = fields.get("transfer-encoding");
  const length = fields.get("content-length");
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
  const [first = "", ...others] = text.split(/ *, */);
  if (!/^\d{1,15}$/.test(first) || others.some((other) => other !== first)) {
    throw new MalformedAnswer(`\`content-length: ${text}\` is no length`);
  }
  return Number(first);
}
