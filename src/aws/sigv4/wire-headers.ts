import { normalizeEncoding } from "../percent-encoding.ts";
import type { WireRequest } from "./types.ts";

/** All values of a header, joined as SigV4 joins them; undefined when it is not there. */
export function headerValue(request: WireRequest, lowerName: string): string | undefined {
  let joined: string | undefined;
  for (const [name, value] of request.headers) {
    if (name.length !== lowerName.length || name.toLowerCase() !== lowerName) continue;
    joined = joined === undefined ? value : `${joined},${value}`;
  }
  return joined;
}

/**
 * Text of a header, path or query as it was sent. HTTP servers hand bytes over as Latin-1, but
 * clients sign the UTF-8 text that they meant.
 */
export function utf8OfLatin1(text: string): string {
  if (!/[\u0080-\u00FF]/.test(text) || /[^\0-\u00FF]/.test(text)) return text;
  const encoded = text.replace(
    /[%\u0080-\u00FF]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16)}`,
  );
  try {
    return decodeURIComponent(encoded);
  } catch {
    return text;
  }
}

/** The parameters of a query by encoded name; the first of a name counts. */
export function queryParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    const name = normalizeEncoding(equals < 0 ? pair : pair.slice(0, equals));
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? "" : pair.slice(equals + 1));
  }
  return parameters;
}
