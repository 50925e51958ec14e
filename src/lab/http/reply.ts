/** Bytes of known number that are read while they are sent. */
export interface StreamedBody {
  readonly length: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** An answer, before it is written to the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | StreamedBody;
}

/** An answer that is an XML document. */
export function xmlReply(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status: 200, headers: { "content-type": "application/xml", ...headers }, body };
}

/** An answer without a body. */
export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers };
}
