const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/** Percent-encodes everything but AWS's unreserved characters (`A-Za-z0-9-._~`), as SigV4 wants it. */
export function percentEncode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  const wellFormed = text.replace(LONE_SURROGATE, "\uFFFD");
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, hexOf);
}

/** A key as it stands in the path of a request: encoded but for its slashes. */
export function encodeKeyPath(key: string): string {
  if (/^[\w.~/-]*$/.test(key)) return key;
  return percentEncode(key).replaceAll("%2F", "/");
}

/** The text that was percent-encoded, or undefined when it is not UTF-8 or no encoding at all. */
export function percentDecode(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * A key as a listing with `encoding-type=url` shows it: space is `+`, slashes stay
 * (Amazon S3 API Reference, ListObjectsV2).
 */
export function urlEncodeKey(key: string): string {
  return encodeKeyPath(key).replaceAll("%20", "+");
}

/** The key behind a listing's `encoding-type=url`, or undefined when it is not UTF-8. */
export function decodeUrlEncodedKey(text: string): string | undefined {
  return percentDecode(text.includes("+") ? text.replaceAll("+", " ") : text);
}

/**
 * Brings any encoding of a text to SigV4's own: the same bytes, unreserved characters bare,
 * the rest as `%XX`. Never throws, whatever bytes a client sends.
 */
export function normalizeEncoding(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  return text.replace(/%[0-9A-Fa-f]{2}|[^\w.~-]/gu, (part) => {
    if (part.length < 3) return percentEncode(part);
    const character = String.fromCharCode(parseInt(part.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : part.toUpperCase();
  });
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
