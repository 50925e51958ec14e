import { AwsError, decodeXmlText, escapeXml, percentEncode } from "../../aws/index.ts";
import {
  type ByteRange,
  type Cancellable,
  type CopySource,
  type MultipartUpload,
  type PartOptions,
  sumOf,
  type UploadedPart,
  type WriteOptions,
} from "../../sync/index.ts";
import { headerOf, type HttpResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import type { S3Connection } from "./s3-connection.ts";
import { unquoted } from "./unquoted.ts";
import { copySourceHeaders, customerKeyHeaders, writeHeaders } from "./write-headers.ts";
import type { Written } from "./write-object.ts";

export async function createMultipartUpload(
  connection: S3Connection,
  { key, options }: Written,
): Promise<MultipartUpload> {
  const response = await connection.send({
    operation: "CreateMultipartUpload",
    method: "POST",
    key,
    query: "uploads=",
    headers: [...writeHeaders(options), ["x-amz-checksum-algorithm", "CRC32"]],
    signal: options.signal,
    resultElement: "InitiateMultipartUploadResult",
  });
  return { key, uploadId: requireText(response, "UploadId", "CreateMultipartUpload") };
}

export async function uploadPart(
  connection: S3Connection,
  upload: MultipartUpload,
  part: { readonly partNumber: number; readonly body: Uint8Array } & PartOptions,
): Promise<UploadedPart> {
  const checksumCrc32 = sumOf("CRC32", part.body).value;
  const response = await connection.send({
    operation: "UploadPart",
    method: "PUT",
    key: upload.key,
    query: partQuery(upload, part.partNumber),
    headers: [
      ["x-amz-sdk-checksum-algorithm", "CRC32"],
      ["x-amz-checksum-crc32", checksumCrc32],
      ...customerKeyHeaders(part.sseCustomer),
    ],
    body: part.body,
    signal: part.signal,
  });
  const etag = headerOf(response.headers, "etag");
  if (etag === undefined) throw lacking("ETag", "UploadPart");
  return { partNumber: part.partNumber, etag: unquoted(etag), checksumCrc32 };
}

export async function uploadPartCopy(
  connection: S3Connection,
  upload: MultipartUpload,
  part: {
    readonly partNumber: number;
    readonly source: CopySource;
    readonly range: ByteRange;
  } & PartOptions,
): Promise<UploadedPart> {
  const { partNumber, source, range, sseCustomer, signal } = part;
  const response = await connection.send({
    operation: "UploadPartCopy",
    method: "PUT",
    key: upload.key,
    query: partQuery(upload, partNumber),
    headers: [
      ...copySourceHeaders(source),
      ["x-amz-copy-source-range", `bytes=${range.start}-${range.end}`],
      ...customerKeyHeaders(sseCustomer),
    ],
    signal,
    resultElement: "CopyPartResult",
  });
  const etag = unquoted(requireText(response, "ETag", "UploadPartCopy"));
  const checksumCrc32 = elementText(response, "ChecksumCRC32");
  return { partNumber, etag, ...(checksumCrc32 === undefined ? {} : { checksumCrc32 }) };
}

export async function completeMultipartUpload(
  connection: S3Connection,
  upload: MultipartUpload,
  {
    parts,
    ifNoneMatch,
    signal,
  }: { readonly parts: readonly UploadedPart[] } & Pick<WriteOptions, "ifNoneMatch"> & Cancellable,
): Promise<void> {
  const inOrder = parts.toSorted((a, b) => a.partNumber - b.partNumber);
  const xml = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inOrder.map(partXml).join("")}</CompleteMultipartUpload>`;
  await connection.send({
    operation: "CompleteMultipartUpload",
    method: "POST",
    key: upload.key,
    query: `uploadId=${percentEncode(upload.uploadId)}`,
    headers: [
      ["content-type", "application/xml"],
      ...(ifNoneMatch === undefined ? [] : ([["if-none-match", ifNoneMatch]] as const)),
    ],
    body: Buffer.from(xml),
    signal,
    resultElement: "CompleteMultipartUploadResult",
  });
}

/** Drops the parts; an upload that is gone already is what was wanted. */
export async function abortMultipartUpload(
  connection: S3Connection,
  upload: MultipartUpload,
): Promise<void> {
  try {
    await connection.send({
      operation: "AbortMultipartUpload",
      method: "DELETE",
      key: upload.key,
      query: `uploadId=${percentEncode(upload.uploadId)}`,
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "NoSuchUpload") throw error;
  }
}

function partQuery({ uploadId }: MultipartUpload, partNumber: number): string {
  return `partNumber=${partNumber}&uploadId=${percentEncode(uploadId)}`;
}

function partXml({ partNumber, etag, checksumCrc32 }: UploadedPart): string {
  const checksum =
    checksumCrc32 === undefined ? "" : `<ChecksumCRC32>${checksumCrc32}</ChecksumCRC32>`;
  return `<Part>${checksum}<ETag>${escapeXml(`"${etag}"`)}</ETag><PartNumber>${partNumber}</PartNumber></Part>`;
}

function elementText({ body }: HttpResponse, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(body.toString("utf8"))?.[1];
  return text === undefined ? undefined : decodeXmlText(text);
}

function requireText(response: HttpResponse, name: string, operation: string): string {
  const text = elementText(response, name);
  if (text === undefined || text === "") throw lacking(name, operation);
  return text;
}

function lacking(name: string, operation: string): WireError {
  return new WireError("UnreadableAnswer", `the answer to ${operation} lacks its \`${name}\``);
}
