import type { Blocks } from "./blocks.ts";

/** A request, signed: `path` with its query, `headers` as name, value, name, value. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal | undefined;
  /** Memory to lend to a streamed body: each piece of it is overwritten once the next one is asked for. */
  readonly blocks?: Blocks | undefined;
  /** A body of at most so many bytes is read whole, though it could be handed over as it arrives. */
  readonly wholeUpTo?: number | undefined;
}

/** Headers by name in lower case; the values of a repeated header are joined by commas. */
export type HttpHeaders = Readonly<Record<string, string | undefined>>;

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

/** The header's value, or undefined. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  return headers[name];
}
