import type { HttpRequest } from "./http-message.ts";

/** The head of a request, as it goes over the wire in Latin-1. */
export function requestText({ method, path, headers, body }: HttpRequest): string {
  let text = `${method} ${path} HTTP/1.1\r\n`;
  let given = path;
  for (let at = 0; at < headers.length; at += 2) {
    const value = headers[at + 1] ?? "";
    given += value;
    text += `${headers[at] ?? ""}: ${value}\r\n`;
  }
  requireNoLineEnd(given);
  if (body !== null) text += `content-length: ${body.length}\r\n`;
  else if (method === "PUT" || method === "POST") text += "content-length: 0\r\n";
  return `${text}\r\n`;
}

/** A value with a line break in it would be a header, or a request, of its own. */
function requireNoLineEnd(values: string): void {
  if (!/[^\t\x20-\x7e\x80-\xff]/.test(values)) return;
  throw new TypeError("cannot send a header with a control character or one beyond Latin-1 in it");
}
