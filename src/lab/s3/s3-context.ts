import { type ContextValue, type RequestContext, sentHeaders } from "../../policy/index.ts";
import type { Identity } from "../authenticate.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";

/** Adds the condition keys that only S3 has. */
export function s3Context(
  all: Map<string, ContextValue>,
  request: LabRequest,
  identity: Identity,
): RequestContext {
  for (const [key, values] of sentHeaders((name) => headerOf(request, name))) all.set(key, values);
  const { signing } = identity;
  if (signing === undefined) return all;
  all.set("s3:authtype", [signing.form]);
  all.set("s3:signatureversion", ["AWS4-HMAC-SHA256"]);
  if (signing.form === "REST-QUERY-STRING") {
    all.set("s3:signatureage", [String(request.receivedMs - signing.signedMs)]);
  }
  return all;
}
