import type { IncomingHttpHeaders } from "node:http";

/** A request for undici, signed: `path` with its query, `headers` as name, value, name, value. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly headers: string[];
  readonly body: Uint8Array | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export type HttpHeaders = IncomingHttpHeaders;

/** An answer, its body read to the end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Buffer;
}

/** An answer whose body is still on its way. */
export interface StreamedResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly bytes: AsyncIterableIterator<Uint8Array>;
}

/** The header's value, or undefined; of a repeated header the first. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
