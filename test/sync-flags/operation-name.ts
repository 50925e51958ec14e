import type { Recorded } from "./recording-proxy.ts";

/**
 * What a request does to an object, by AWS's name; undefined for what both programs may do as they like:
 * listings, and looks at an object, its tags or its bucket without reading it.
 */
export function operationName({ method, query, headers }: Recorded): string | undefined {
  switch (method) {
    case "GET":
      return query.size === 0 || query.has("x-id") ? "GetObject" : undefined;
    case "PUT":
      return writeName(query, headers["x-amz-copy-source"] !== undefined);
    case "POST":
      if (query.has("delete")) return "DeleteObjects";
      return query.has("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload";
    case "DELETE":
      return query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
    default:
      return undefined;
  }
}

function writeName(query: URLSearchParams, isCopy: boolean): string {
  if (query.has("tagging")) return "PutObjectTagging";
  if (query.has("partNumber")) return isCopy ? "UploadPartCopy" : "UploadPart";
  return isCopy ? "CopyObject" : "PutObject";
}
