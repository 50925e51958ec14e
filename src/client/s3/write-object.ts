import {
  type Cancellable,
  type CopySource,
  type DeleteOptions,
  type ObjectHead,
  sumOf,
  type WriteOptions,
  type WrittenObject,
} from "../../sync/index.ts";
import { DEFAULT_CHECKSUM, sumHeaders } from "../checksum/sum-headers.ts";
import { orAlreadyThere } from "./or-already-there.ts";
import type { S3Connection } from "./s3-connection.ts";
import { writtenObject } from "./written-object.ts";
import { copyHeaders, writeHeaders } from "./write-headers.ts";

/** An object to write, and how. */
export interface Written {
  readonly key: string;
  readonly options: WriteOptions & Cancellable;
}

export async function putObject(
  connection: S3Connection,
  { key, options }: Written,
  body: Uint8Array,
): Promise<void> {
  const { signal, sseCustomer, checksumAlgorithm = DEFAULT_CHECKSUM } = options;
  const headers = writeHeaders(options).concat(sumHeaders(sumOf(checksumAlgorithm, body)));
  const request = { operation: "PutObject", method: "PUT", key, headers, body, signal } as const;
  await orAlreadyThere<unknown>(connection, {
    key,
    head: { ...(signal && { signal }), ...(sseCustomer && { sseCustomer }) },
    write: () => connection.send(request),
    whenThere: (head) => (isOf(body, head) ? head : undefined),
  });
}

function isOf(body: Uint8Array, { sums: [sum] }: ObjectHead): boolean {
  return sum !== undefined && sumOf(sum.algorithm, body).value === sum.value;
}

export async function copyObject(
  connection: S3Connection,
  { key, options }: Written,
  source: CopySource,
): Promise<WrittenObject> {
  const response = await connection.send({
    operation: "CopyObject",
    method: "PUT",
    key,
    headers: copyHeaders(options, source),
    signal: options.signal,
    resultElement: "CopyObjectResult",
  });
  return writtenObject(response);
}

export async function deleteObject(
  connection: S3Connection,
  key: string,
  { signal, ifMatch }: DeleteOptions,
): Promise<void> {
  const headers = ifMatch === undefined ? [] : [["if-match", `"${ifMatch}"`] as const];
  await connection.send({ operation: "DeleteObject", method: "DELETE", key, headers, signal });
}
