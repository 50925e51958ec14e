import { type ContextValue, type RequestContext, sentHeaders } from "../../policy/index.ts";
import type { Identity, Signing } from "../authenticate.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";

/** Adds the condition keys that only S3 has. */
export function s3Context(
  all: Map<string, ContextValue>,
  request: LabRequest,
  identity: Identity,
): RequestContext {
  for (const [key, values] of sentHeaders((name) => headerOf(request, name))) all.set(key, values);
  if (request.tlsVersion !== undefined) all.set("s3:tlsversion", [request.tlsVersion]);
  const { signing } = identity;
  if (signing === undefined) return all;
  all.set("s3:authtype", [signing.form]);
  all.set("s3:signatureversion", [signing.version === 2 ? "AWS" : "AWS4-HMAC-SHA256"]);
  const age = signatureAge(request, signing);
  if (age !== undefined) all.set("s3:signatureage", [String(age)]);
  return all;
}

/**
 * Only presigned requests have it, and with version 2 it is 0 (S3 API Reference, Amazon S3 Signature Version 4
 * authentication specific policy keys).
 */
function signatureAge(
  { receivedMs }: LabRequest,
  { form, version, signedMs }: Signing,
): number | undefined {
  if (form === "REST-HEADER") return undefined;
  return version === 2 ? 0 : receivedMs - signedMs;
}
