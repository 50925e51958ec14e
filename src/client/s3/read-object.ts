import type {
  CustomerKey,
  GetOptions,
  HeadOptions,
  ObjectBody,
  ObjectHead,
} from "../../sync/index.ts";
import { type BodyChecksum, bodyChecksum } from "../checksum/body-checksum.ts";
import type { StreamedResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import { objectHead } from "./object-head.ts";
import type { S3Connection } from "./s3-connection.ts";
import { customerKeyHeaders } from "./write-headers.ts";

/** Which bytes of which object; `etag` pins the object once it is known. */
interface Wanted {
  readonly key: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly etag: string | undefined;
  readonly sseCustomer: CustomerKey | undefined;
  readonly signal: AbortSignal | undefined;
  readonly overwrites: GetOptions["overwrites"];
}

/** Opens an object's body; a connection that breaks is resumed where it broke. */
export async function readObject(
  connection: S3Connection,
  key: string,
  { range, ifMatch, sseCustomer, signal, overwrites }: GetOptions,
): Promise<ObjectBody> {
  const wanted = {
    key,
    start: range?.start,
    end: range?.end,
    etag: ifMatch,
    sseCustomer,
    signal,
    overwrites: range === undefined ? undefined : overwrites,
  };
  const response = await openObject(connection, wanted);
  const described = await headOf(response, key);
  if (range !== undefined) requirePartial(response, key);
  // A checksum covers the whole object, so a range of it cannot be checked.
  const checksum = range === undefined ? bodyChecksum(described.sums) : undefined;
  const { size, etag } = described;
  const body: OpenBody = { wanted: { ...wanted, etag }, size, response, checksum };
  return { ...described, bytes: readBody(connection, body) };
}

async function headOf(response: StreamedResponse, key: string): Promise<ObjectHead> {
  try {
    return objectHead(response.headers, { operation: "GetObject", key });
  } catch (error) {
    await response.bytes.return?.();
    throw error;
  }
}

/** Asks what an object is, without its bytes. */
export async function headObject(
  connection: S3Connection,
  key: string,
  { ifMatch, sseCustomer, signal, checksums = false }: HeadOptions,
): Promise<ObjectHead> {
  const response = await connection.send({
    operation: "HeadObject",
    method: "HEAD",
    key,
    headers: [
      ...(checksums ? ([["x-amz-checksum-mode", "ENABLED"]] as const) : []),
      ...(ifMatch === undefined ? [] : ([["if-match", `"${ifMatch}"`]] as const)),
      ...customerKeyHeaders(sseCustomer),
    ],
    signal,
  });
  return objectHead(response.headers, { operation: "HeadObject", key });
}

interface OpenBody {
  readonly wanted: Wanted;
  readonly size: number;
  readonly response: StreamedResponse;
  readonly checksum: BodyChecksum | undefined;
}

async function* readBody(connection: S3Connection, body: OpenBody): AsyncGenerator<Uint8Array> {
  const { wanted, size, checksum } = body;
  let { response } = body;
  let received = 0;
  for (let number = 1; ; number++) {
    try {
      for await (const chunk of response.bytes) {
        received += chunk.length;
        number = 1;
        checksum?.update(chunk);
        yield chunk;
      }
      break;
    } catch (failure) {
      if (received === size) break;
      const error = connection.describe(failure, wanted.key);
      await connection.pauseOrThrow({ error, number, signal: wanted.signal });
    }
    response = await reopen(connection, wanted, { received, size });
  }
  if (received !== size) throw shortBody(received, size);
  checksum?.verify();
}

/** Asks for what is missing of a body, of the same version of the object. */
async function reopen(
  connection: S3Connection,
  wanted: Wanted,
  progress: { readonly received: number; readonly size: number },
): Promise<StreamedResponse> {
  const first = wanted.start ?? 0;
  const start = first + progress.received;
  const response = await openObject(connection, {
    ...wanted,
    start,
    end: first + progress.size - 1,
  });
  requirePartial(response, wanted.key);
  return response;
}

function openObject(connection: S3Connection, wanted: Wanted): Promise<StreamedResponse> {
  const { key, start, end, etag, sseCustomer, signal, overwrites } = wanted;
  const headers: (readonly [string, string])[] = [...customerKeyHeaders(sseCustomer)];
  if (start === undefined) headers.push(["x-amz-checksum-mode", "ENABLED"]);
  else headers.push(["range", `bytes=${start}-${end ?? ""}`]);
  if (etag !== undefined) headers.push(["if-match", `"${etag}"`]);
  return connection.open({
    operation: "GetObject",
    method: "GET",
    key,
    headers,
    signal,
    overwrites,
  });
}

/** A server that ignores Range would have the wrong bytes written in the right place. */
function requirePartial(response: StreamedResponse, key: string): void {
  if (response.status === 206) return;
  void response.bytes.return?.();
  throw new WireError(
    "UnreadableAnswer",
    `cannot read a part of \`${key}\`: GetObject answered ${response.status} to a range, not 206`,
  );
}

function shortBody(received: number, size: number): WireError {
  return new WireError(
    "ConnectionClosed",
    `${received} read, but total bytes expected is ${size}.`,
  );
}
