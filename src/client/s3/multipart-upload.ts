import { createHash } from "node:crypto";
import { AwsError, escapeXml, percentEncode } from "../../aws/index.ts";
import {
  type ByteRange,
  type ChecksumAlgorithm,
  sumOfParts,
  type CompletionOptions,
  type CopySource,
  type MultipartUpload,
  type PartOptions,
  type Sum,
  sumOf,
  type UploadedPart,
  type WrittenObject,
} from "../../sync/index.ts";
import { headerOf, type HttpResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import {
  checksumElement,
  checksumHeader,
  DEFAULT_CHECKSUM,
  sumHeaders,
} from "../checksum/sum-headers.ts";
import { orAlreadyThere } from "./or-already-there.ts";
import type { S3Connection } from "./s3-connection.ts";
import { unquoted } from "./unquoted.ts";
import { copySourceHeaders, customerKeyHeaders, writeHeaders } from "./write-headers.ts";
import { elementText, writtenObject } from "./written-object.ts";
import type { Written } from "./write-object.ts";

export async function createMultipartUpload(
  connection: S3Connection,
  { key, options }: Written,
): Promise<MultipartUpload> {
  const { checksumAlgorithm = DEFAULT_CHECKSUM } = options;
  const response = await connection.send({
    operation: "CreateMultipartUpload",
    method: "POST",
    key,
    query: "uploads=",
    headers: [
      ...writeHeaders(options),
      ["x-amz-checksum-algorithm", checksumAlgorithm],
      ...(isHash(checksumAlgorithm) ? [] : ([["x-amz-checksum-type", "FULL_OBJECT"]] as const)),
    ],
    signal: options.signal,
    resultElement: "InitiateMultipartUploadResult",
  });
  const uploadId = requireText(response, "UploadId", "CreateMultipartUpload");
  return { key, uploadId, checksumAlgorithm };
}

export async function uploadPart(
  connection: S3Connection,
  upload: MultipartUpload,
  part: { readonly partNumber: number; readonly body: Uint8Array } & PartOptions,
): Promise<UploadedPart> {
  const sum = sumOf(upload.checksumAlgorithm, part.body);
  const response = await connection.send({
    operation: "UploadPart",
    method: "PUT",
    key: upload.key,
    query: partQuery(upload, part.partNumber),
    headers: [...sumHeaders(sum), ...customerKeyHeaders(part.sseCustomer)],
    body: part.body,
    signal: part.signal,
  });
  const etag = headerOf(response.headers, "etag");
  if (etag === undefined) throw lacking("ETag", "UploadPart");
  const { partNumber, body } = part;
  return { partNumber, etag: unquoted(etag), size: body.length, checksum: sum.value };
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
  const checksum = elementText(response, checksumElement(upload.checksumAlgorithm));
  return { partNumber, etag, size: range.end - range.start + 1, checksum };
}

export async function completeMultipartUpload(
  connection: S3Connection,
  upload: MultipartUpload,
  {
    parts,
    ifNoneMatch,
    sseCustomer,
    signal,
  }: { readonly parts: readonly UploadedPart[] } & CompletionOptions,
): Promise<WrittenObject> {
  const inOrder = parts.toSorted((a, b) => a.partNumber - b.partNumber);
  const xml = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inOrder.map((part) => partXml(part, upload)).join("")}</CompleteMultipartUpload>`;
  const whole = sumOfParts(upload, inOrder);
  const request = {
    operation: "CompleteMultipartUpload",
    method: "POST",
    key: upload.key,
    query: `uploadId=${percentEncode(upload.uploadId)}`,
    headers: [
      ["content-type", "application/xml"],
      ...wholeSumHeaders(whole),
      // Bucket policies ask for it as in every `s3:PutObject` (API Reference, CompleteMultipartUpload).
      ...customerKeyHeaders(sseCustomer),
      ...(ifNoneMatch === undefined ? [] : ([["if-none-match", ifNoneMatch]] as const)),
    ],
    body: Buffer.from(xml),
    signal,
    resultElement: "CompleteMultipartUploadResult",
  } as const;
  const etag = etagOfParts(inOrder);
  return orAlreadyThere(connection, {
    key: upload.key,
    head: { ...(signal && { signal }), ...(sseCustomer && { sseCustomer }) },
    write: async () => writtenObject(await connection.send(request)),
    whenThere: (head) => {
      const sum = head.sums.find(({ algorithm }) => algorithm === whole?.algorithm);
      const isIt = sum === undefined ? head.etag === etag : sum.value === whole?.value;
      return isIt ? { etag: head.etag, sums: head.sums } : undefined;
    },
  });
}

/** What S3 makes the ETag of, unless KMS or a customer's key is in it: the MD5 of the parts' MD5s. */
function etagOfParts(parts: readonly UploadedPart[]): string {
  const md5 = createHash("md5");
  for (const { etag } of parts) md5.update(Buffer.from(etag, "hex"));
  return `${md5.digest("hex")}-${parts.length}`;
}

/** Has S3 refuse an object whose parts do not add up to what was sent (User Guide, Checking object integrity). */
function wholeSumHeaders(
  whole: Sum | undefined,
): readonly (readonly [name: string, value: string])[] {
  if (whole === undefined) return [];
  return [
    [checksumHeader(whole.algorithm), whole.value],
    ["x-amz-checksum-type", "FULL_OBJECT"],
  ];
}

/** Of parts' hashes S3 keeps a hash of hashes alone. */
function isHash(algorithm: ChecksumAlgorithm): boolean {
  return algorithm === "SHA1" || algorithm === "SHA256";
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

function partXml(
  { partNumber, etag, checksum }: UploadedPart,
  { checksumAlgorithm }: MultipartUpload,
): string {
  const name = checksumElement(checksumAlgorithm);
  const sum = checksum === undefined ? "" : `<${name}>${checksum}</${name}>`;
  return `<Part>${sum}<ETag>${escapeXml(`"${etag}"`)}</ETag><PartNumber>${partNumber}</PartNumber></Part>`;
}

function requireText(response: HttpResponse, name: string, operation: string): string {
  const text = elementText(response, name);
  if (text === undefined || text === "") throw lacking(name, operation);
  return text;
}

function lacking(name: string, operation: string): WireError {
  return new WireError("UnreadableAnswer", `the answer to ${operation} lacks its \`${name}\``);
}
