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
  readonly headers: HttpHeaders;
  readonly framing: Framing;
  /** Whether the connection serves another request after this one. */
  readonly keepsAlive: boolean;
}

/** As S3 writes them, found without looking at each of their letters. */
const USUAL_NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...["x-amz-id-2", "x-amz-request-id", "x-amz-version-id", "x-amz-server-side-encryption"],
    ...["Date", "Server", "Connection", "Content-Length", "Transfer-Encoding", "Content-Type"],
    ...["ETag", "Last-Modified", "Accept-Ranges", "Content-Range"],
  ].map((name) => [name, name.toLowerCase()] as const),
);

const NO_BODY: Framing = { kind: "length", bytes: 0 };

/** Reads a head without its empty last line; throws `MalformedAnswer` for what has two meanings. */
export function readHead(text: string, method: HttpRequest["method"]): Head {
  // A lone CR or LF ends a line for some and not for others (RFC 9112, section 2.2).
  if (/\0|\r(?!\n)|(?:^|[^\r])\n/.test(text)) {
    throw new MalformedAnswer("a control character is in its head");
  }
  const [statusLine = "", ...lines] = text.split("\r\n");
  const [, minor, digits] = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: .*)?$/.exec(statusLine) ?? [];
  if (digits === undefined) throw new MalformedAnswer("its first line is no status line");
  const status = Number(digits);
  const headers = readHeaders(lines);
  const isLast = /\bclose\b/i.test(headers["connection"] ?? "") || minor === "0";
  const framing = framingOf(headers, { status, method });
  return { status, headers, framing, keepsAlive: !isLast && framing.kind !== "close" };
}

function readHeaders(lines: readonly string[]): HttpHeaders {
  // Without a prototype, so that no name means anything to JavaScript.
  const headers = Object.create(null) as Record<string, string | undefined>;
  for (const line of lines) {
    const colon = line.indexOf(":");
    const written = line.slice(0, Math.max(colon, 0));
    const name = USUAL_NAMES.get(written) ?? readName(written);
    const value = line.slice(colon + 1).trim();
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return headers;
}

/** Neither white space before the colon nor a line that goes on the one before it. */
function readName(written: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(written)) throw new MalformedAnswer("a header has no name");
  return written.toLowerCase();
}

function framingOf(
  headers: HttpHeaders,
  { status, method }: { readonly status: number; readonly method: HttpRequest["method"] },
): Framing {
  const encoding = headers["transfer-encoding"];
  const length = headers["content-length"];
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
