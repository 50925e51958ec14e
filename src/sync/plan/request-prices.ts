import type { S3Operation } from "../../aws/index.ts";
import type { RequestCounts } from "./plan-requests.ts";

type RequestClass = "write" | "read" | "free";

const CLASSES: Readonly<Record<S3Operation, RequestClass>> = {
  ListObjectsV2: "write",
  PutObject: "write",
  CopyObject: "write",
  CreateMultipartUpload: "write",
  UploadPart: "write",
  UploadPartCopy: "write",
  ListParts: "write",
  ListMultipartUploads: "write",
  CompleteMultipartUpload: "write",
  PutObjectTagging: "write",
  HeadObject: "read",
  GetObject: "read",
  GetObjectTagging: "read",
  DeleteObject: "free",
  DeleteObjects: "free",
  AbortMultipartUpload: "free",
};

/** Dollars for 1,000 requests (Amazon S3 pricing, Requests & data retrievals, S3 Standard). */
const PRICES: Readonly<Record<RequestClass, number>> = { write: 0.005, read: 0.0004, free: 0 };
/** Where prices are from. */
export const PRICE_LIST = "S3 Standard, us-east-1";
/** And of when. */
export const PRICES_OF = "2026-11";

/** What requests cost: neither storage, nor retrieval, nor data transfer. */
export function dollarsOf(requests: RequestCounts): number {
  let dollars = 0;
  for (const [operation, count] of entriesOf(requests)) {
    dollars += (count * PRICES[CLASSES[operation]]) / 1_000;
  }
  return dollars;
}

/** How many of them write, which S3 limits apart. */
export function writesIn(requests: RequestCounts): number {
  let writes = 0;
  for (const [operation, count] of entriesOf(requests)) {
    if (CLASSES[operation] === "write" && operation !== "ListObjectsV2") writes += count;
  }
  return writes;
}

/** Each operation with its count. */
export function entriesOf(requests: RequestCounts): readonly [S3Operation, number][] {
  return Object.entries(requests) as [S3Operation, number][];
}
