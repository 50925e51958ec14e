/** An ETag without the quotes that it has on the wire. */
export function unquoted(etag: string): string {
  return etag.replace(/^"|"$/g, "");
}
