import { decodeUrlEncodedKey, decodeXmlText, percentEncode } from "../../aws/index.ts";
import type {
  BegunUpload,
  Cancellable,
  MultipartUpload,
  PartOptions,
  UploadedPart,
} from "../../sync/index.ts";
import { checksumElement } from "../checksum/sum-headers.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import type { S3Connection } from "./s3-connection.ts";
import { unquoted } from "./unquoted.ts";
import { customerKeyHeaders } from "./write-headers.ts";
import { elementText } from "./written-object.ts";

/** 10,000 parts make 10 pages; uploads to one key are few. */
const MOST_PAGES = 20;

/**
 * The parts of an upload that S3 has, in order. With sums, it asks for the customer's key (S3 API Reference, ListParts,
 * `x-amz-server-side-encryption-customer-key`).
 */
export async function listParts(
  connection: S3Connection,
  upload: MultipartUpload,
  { signal, sseCustomer }: PartOptions,
): Promise<readonly UploadedPart[]> {
  const parts: UploadedPart[] = [];
  let marker = "";
  for (let page = 1; page <= MOST_PAGES; page++) {
    const from = marker === "" ? "" : `part-number-marker=${marker}&`;
    const response = await connection.send({
      operation: "ListParts",
      method: "GET",
      key: upload.key,
      query: `${from}uploadId=${percentEncode(upload.uploadId)}`,
      headers: customerKeyHeaders(sseCustomer),
      signal,
      resultElement: "ListPartsResult",
    });
    parts.push(...elementsOf(response, "Part").map((xml) => readPart(xml, upload)));
    if (elementText(response, "IsTruncated") !== "true") return parts;
    marker = elementText(response, "NextPartNumberMarker") ?? "";
  }
  throw endless("ListParts", upload.key);
}

/** The uploads in parts to one key that have not ended. */
export async function listUploads(
  connection: S3Connection,
  key: string,
  { signal }: Cancellable,
): Promise<readonly BegunUpload[]> {
  const uploads: BegunUpload[] = [];
  let marker = { key: "", id: "" };
  for (let page = 1; page <= MOST_PAGES; page++) {
    const response = await connection.send({
      operation: "ListMultipartUploads",
      method: "GET",
      query: uploadsQuery(key, marker),
      signal,
      resultElement: "ListMultipartUploadsResult",
    });
    const found = elementsOf(response, "Upload");
    // Other keys that begin with this one come after it.
    const own = found.filter((xml) => decodeUrlEncodedKey(textIn(xml, "Key")) === key);
    uploads.push(...own.map(readUpload));
    const isLast = elementText(response, "IsTruncated") !== "true";
    if (isLast || own.length < found.length) return uploads;
    marker = {
      key: decodeUrlEncodedKey(elementText(response, "NextKeyMarker") ?? "") ?? "",
      id: elementText(response, "NextUploadIdMarker") ?? "",
    };
  }
  throw endless("ListMultipartUploads", key);
}

/** Names in the order in which SigV4 wants them. */
function uploadsQuery(
  prefix: string,
  marker: { readonly key: string; readonly id: string },
): string {
  return [
    "encoding-type=url",
    ...(marker.key === "" ? [] : [`key-marker=${percentEncode(marker.key)}`]),
    `prefix=${percentEncode(prefix)}`,
    ...(marker.id === "" ? [] : [`upload-id-marker=${percentEncode(marker.id)}`]),
    "uploads=",
  ].join("&");
}

function readPart(xml: string, { checksumAlgorithm }: MultipartUpload): UploadedPart {
  const sum = textIn(xml, checksumElement(checksumAlgorithm));
  return {
    partNumber: Number(textIn(xml, "PartNumber")),
    etag: unquoted(textIn(xml, "ETag")),
    size: Number(textIn(xml, "Size")),
    checksum: sum === "" ? undefined : sum,
  };
}

function readUpload(xml: string): BegunUpload {
  const initiator = /<Initiator>(.*?)<\/Initiator>/s.exec(xml)?.[1] ?? "";
  return {
    uploadId: textIn(xml, "UploadId"),
    initiator: textIn(initiator, "ID"),
    initiatedMs: Date.parse(textIn(xml, "Initiated")),
  };
}

function elementsOf({ body }: HttpResponse, name: string): readonly string[] {
  const all = body.toString("utf8").matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"));
  return Array.from(all, ([, content = ""]) => content);
}

function textIn(xml: string, name: string): string {
  return decodeXmlText(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
}

function endless(operation: string, key: string): WireError {
  return new WireError(
    "UnreadableAnswer",
    `cannot list for \`${key}\`: the pages that ${operation} answers do not end`,
  );
}
