import type { Duplex } from "node:stream";
import { s3ErrorXml } from "../../aws/index.ts";

interface Answer {
  readonly code: string;
  readonly message: string;
  readonly elements?: Readonly<Record<string, string>>;
}

const UNREADABLE: Answer = {
  code: "BadRequest",
  message: "An error occurred when parsing the HTTP request.",
};

/** Heads of requests, as Node counts them: with the line of the request. S3's own limit is 8 KB. */
export const MAX_HEAD: number = 16 * 1024;

/** By what Node says of a connection. */
const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  [
    "HPE_HEADER_OVERFLOW",
    {
      code: "RequestHeaderSectionTooLarge",
      message: "Your request header section exceeds the maximum allowed size.",
      elements: { MaxSizeAllowed: String(MAX_HEAD) },
    },
  ],
  [
    "HPE_INVALID_EOF_STATE",
    { code: "IncompleteBody", message: "The request body terminated unexpectedly" },
  ],
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    {
      code: "RequestTimeout",
      message:
        "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
    },
  ],
]);

/** Answers a connection that brings no request that could be read, as S3 does, and ends it. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = ANSWERS.get(error.code ?? "") ?? UNREADABLE;
  const body = s3ErrorXml({ ...answer, resource: "", requestId: "", hostId: "" });
  const head = [
    "HTTP/1.1 400 Bad Request",
    "content-type: application/xml",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "server: AmazonS3",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
