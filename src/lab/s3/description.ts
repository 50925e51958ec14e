import { headerOf, headersFrom, type LabRequest } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import { OBJECT_ACL_HEADERS } from "./acl-headers.ts";
import type { CustomerKey } from "./encryption-customer.ts";
import { ENCRYPTION_HEADERS, encryptionHeaders } from "./encryption-headers.ts";
import { OBJECT_LOCK_HEADERS } from "./object-lock-headers.ts";
import { readStorageClass } from "./storage-class.ts";
import { taggingHeader } from "./tags.ts";
import type { ObjectDescription, Pairs, StoredObject } from "../state/stored-object.ts";

const SYSTEM_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
// Amazon S3 User Guide, Working with object metadata.
const MAX_METADATA = 2 * 1024;
const REDIRECT = "x-amz-website-redirect-location";

/** Headers `x-amz-…` that describe a new object. */
export const DESCRIPTION_HEADERS: readonly string[] = [
  "x-amz-meta-",
  "x-amz-storage-class",
  ...ENCRYPTION_HEADERS,
  ...OBJECT_ACL_HEADERS,
  "x-amz-tagging",
  REDIRECT,
  ...OBJECT_LOCK_HEADERS,
];

/** Reads what a writer says about a new object. */
export function readDescription(request: LabRequest): ObjectDescription {
  const systemHeaders = readSystemHeaders(request);
  const metadata = readMetadata(request);
  const tags = taggingHeader(request);
  const redirect = readRedirect(request);
  return {
    contentType: headerOf(request, "content-type") ?? "binary/octet-stream",
    ...(Object.keys(systemHeaders).length > 0 && { systemHeaders }),
    ...(metadata.length > 0 && { metadata }),
    ...(tags !== undefined && tags.length > 0 && { tags }),
    ...(redirect !== undefined && { redirect }),
    storageClass: readStorageClass(headerOf(request, "x-amz-storage-class")),
  };
}

function readSystemHeaders(request: LabRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of SYSTEM_HEADERS) {
    const value = headerOf(request, name);
    const kept = name === "content-encoding" ? withoutTransferCoding(value) : value;
    if (kept !== undefined && kept !== "") headers[name] = kept;
  }
  return headers;
}

/** `aws-chunked` is a coding of the request; S3 does not store it. */
function withoutTransferCoding(value: string | undefined): string | undefined {
  return value
    ?.split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "aws-chunked")
    .join(",");
}

function readMetadata(request: LabRequest): Pairs {
  const prefix = "x-amz-meta-";
  const metadata = new Map<string, string>();
  let size = 0;
  for (const [name, value] of headersFrom(request, prefix)) {
    const key = name.slice(prefix.length);
    // S3 joins values of one name with a comma (REST: Uploading object metadata).
    const before = metadata.get(key);
    metadata.set(key, before === undefined ? value : `${before},${value}`);
    size += key.length + Buffer.byteLength(value);
  }
  if (size <= MAX_METADATA) return [...metadata];
  throw new Refusal({
    code: "MetadataTooLarge",
    status: 400,
    message: "Your metadata headers exceed the maximum allowed metadata size",
    elements: { Size: String(size), MaxSizeAllowed: String(MAX_METADATA) },
  });
}

/** Where a website sends who asks for the object (API Reference, PutObject: x-amz-website-redirect-location). */
function readRedirect(request: LabRequest): string | undefined {
  const location = headerOf(request, REDIRECT);
  if (location === undefined || /^(?:\/|https?:\/\/)/.test(location)) return location;
  throw new Refusal({
    code: "InvalidRedirectLocation",
    status: 400,
    message: "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
  });
}

/** The headers that a reader gets with an object. */
export function describeObject(
  object: StoredObject,
  customerKey?: CustomerKey,
): Record<string, string> {
  const headers: Record<string, string> = {
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.modifiedMs).toUTCString(),
    "accept-ranges": "bytes",
    "content-type": object.contentType,
    ...encryptionHeaders(object.encryption, customerKey),
    ...object.systemHeaders,
  };
  // S3 leaves the header out for STANDARD (API Reference, HeadObject).
  if (object.storageClass !== "STANDARD") headers["x-amz-storage-class"] = object.storageClass;
  if (object.redirect !== undefined) headers[REDIRECT] = object.redirect;
  if (object.tags !== undefined) headers["x-amz-tagging-count"] = String(object.tags.length);
  for (const [name, value] of object.metadata ?? []) {
    headers[`x-amz-meta-${name}`] = encodeMetadata(value);
  }
  return headers;
}

/** S3 returns metadata that is not ASCII in the form of RFC 2047. */
function encodeMetadata(value: string): string {
  return /^[\x20-\x7e]*$/.test(value)
    ? value
    : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
}
