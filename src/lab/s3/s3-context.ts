import type { ContextValue, RequestContext } from "../../policy/index.ts";
import type { Identity } from "../authenticate.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";

/** Headers that policies can see, and the condition key they appear as (Service Authorization Reference, S3). */
const VISIBLE_HEADERS: readonly (readonly [header: string, key: string])[] = [
  ["x-amz-acl", "s3:x-amz-acl"],
  ["x-amz-content-sha256", "s3:x-amz-content-sha256"],
  ["x-amz-copy-source", "s3:x-amz-copy-source"],
  ["x-amz-metadata-directive", "s3:x-amz-metadata-directive"],
  ["x-amz-server-side-encryption", "s3:x-amz-server-side-encryption"],
  ["x-amz-storage-class", "s3:x-amz-storage-class"],
  ["if-match", "s3:if-match"],
  ["if-none-match", "s3:if-none-match"],
];

/** Adds the condition keys that only S3 has. */
export function s3Context(
  all: Map<string, ContextValue>,
  request: LabRequest,
  identity: Identity,
): RequestContext {
  for (const [header, key] of VISIBLE_HEADERS) {
    const value = headerOf(request, header);
    if (value !== undefined) all.set(key, [value]);
  }
  const { signing } = identity;
  if (signing === undefined) return all;
  all.set("s3:authtype", [signing.form]);
  all.set("s3:signatureversion", ["AWS4-HMAC-SHA256"]);
  if (signing.form === "REST-QUERY-STRING") {
    all.set("s3:signatureage", [String(request.receivedMs - signing.signedMs)]);
  }
  return all;
}
