import type { Credentials } from "../../src/aws/index.ts";
import type { HttpResponse, StreamedResponse } from "../../src/client/http/http-message.ts";
import { bucketAddress } from "../../src/client/s3/bucket-address.ts";
import { deleteObjects } from "../../src/client/s3/delete-objects.ts";
import { listPage } from "../../src/client/s3/list-objects.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from "../../src/client/s3/multipart-upload.ts";
import { getObjectTagging, putObjectTagging } from "../../src/client/s3/object-tagging.ts";
import { headObject, readObject } from "../../src/client/s3/read-object.ts";
import { lateFailure, refusal } from "../../src/client/s3/refusal.ts";
import { RequestSigner } from "../../src/client/s3/request-signer.ts";
import type { S3Connection } from "../../src/client/s3/s3-connection.ts";
import type { S3Request } from "../../src/client/s3/s3-request.ts";
import { copyObject, deleteObject, putObject } from "../../src/client/s3/write-object.ts";
import { encodeKeyPath } from "../../src/aws/index.ts";
import { systemTiming } from "../../src/client/timing.ts";
import type { LabRequestHandler } from "../../src/lab/index.ts";
import type { BucketStore } from "../../src/sync/index.ts";

/** Who asks for which bucket, and by which way. */
export interface BucketDoor {
  readonly handler: LabRequestHandler;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** `127.0.0.1`, or the name of a VPC endpoint. */
  readonly host: string;
  readonly requestPayer: boolean;
}

/** The requests that a sync sends to a bucket, as the client writes and signs them, without a network. */
export type InProcessBucket = Omit<
  BucketStore,
  | "list"
  | "listDirectories"
  | "getSmallObject"
  | "listParts"
  | "listUploads"
  | "bucket"
  | "pauseOrThrow"
>;

export function inProcessBucket(door: BucketDoor): InProcessBucket {
  const connection = connectionTo(door);
  return {
    listPage: (page) => listPage(connection, page),
    headObject: (key, run) => headObject(connection, key, run),
    getObject: (key, run) => readObject(connection, key, run),
    getObjectTagging: (key, run) => getObjectTagging(connection, key, run),
    putObjectTagging: (key, tags, run) => putObjectTagging(connection, { key, tags }, run),
    putObject: (key, body, options) => putObject(connection, { key, options }, body),
    copyObject: (source, key, options) => copyObject(connection, { key, options }, source),
    createMultipartUpload: (key, options) => createMultipartUpload(connection, { key, options }),
    uploadPart: (upload, part, run) => uploadPart(connection, upload, { ...part, ...run }),
    uploadPartCopy: (upload, part, run) => uploadPartCopy(connection, upload, { ...part, ...run }),
    completeMultipartUpload: (upload, parts, run) =>
      completeMultipartUpload(connection, upload, { parts, ...run }),
    abortMultipartUpload: (upload) => abortMultipartUpload(connection, upload),
    deleteObject: (key, run) => deleteObject(connection, key, run),
    deleteObjects: (keys, run) => deleteObjects(connection, keys, run),
  };
}

/** What the client's operations ask of a connection. */
type Connection = Pick<S3Connection, "send" | "open" | "describe">;

function connectionTo(door: BucketDoor): S3Connection {
  const signer = new RequestSigner(() => Promise.resolve(door.credentials), systemTiming);
  const send = async (request: S3Request): Promise<HttpResponse> => {
    const response = await exchange(door, signer, request);
    const failure =
      response.status < 300 ? lateFailure(response, request) : refusal(response, request.operation);
    if (failure !== undefined) throw failure;
    return response;
  };
  const connection: Connection = {
    send,
    async open(request): Promise<StreamedResponse> {
      const { status, headers, body } = await send(request);
      return { status, headers, bytes: piecesOf(body) };
    },
    describe: (error) => error,
  };
  // The class has private parts, which the operations never touch.
  return connection as S3Connection;
}

async function* piecesOf(body: Uint8Array): AsyncGenerator<Uint8Array, undefined, undefined> {
  yield await Promise.resolve(body);
  return undefined;
}

async function exchange(
  { handler, bucket, region, credentials: keys, host, requestPayer }: BucketDoor,
  signer: RequestSigner,
  request: S3Request,
): Promise<HttpResponse> {
  const { method, key, query, body, headers = [] } = request;
  const endpoint = `http://${host}`;
  const address = bucketAddress({ bucket, region, endpoint, addressing: "path" });
  const path = `${address.basePath}/${key === undefined ? "" : encodeKeyPath(key)}`;
  const paid: S3Request = requestPayer
    ? { ...request, headers: [...headers, ["x-amz-request-payer", "requester"]] }
    : request;
  const flat = signer.sign(paid, { keys, region, address, path });
  const { response } = await handler.handle({
    method,
    path: query === undefined ? path : `${path}?${query}`,
    headers: { ...headersOf(flat), ...(body && { "content-length": String(body.length) }) },
    body,
  });
  const pieces: Buffer[] = [];
  for await (const piece of response.body) pieces.push(piece as Buffer);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(pieces),
  };
}

function headersOf(flat: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) headers[flat[i] ?? ""] = flat[i + 1] ?? "";
  return headers;
}
