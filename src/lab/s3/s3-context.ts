import { type ContextValue, type RequestContext, sentHeaders } from "../../policy/index.ts";
import type { Identity, Signing } from "../authenticate.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { requestContext, type Sender } from "../request-context.ts";
import type { LabState } from "../state/lab-state.ts";

/** Condition keys of a request to S3. */
export function s3Context(lab: LabState, request: LabRequest, sender: Sender): RequestContext {
  const { identity, endpoint } = sender;
  const amend = (context: Map<string, ContextValue>): void => {
    addS3Keys(context, request, identity);
  };
  return requestContext(lab, request, { identity, endpoint, amend });
}

/** Adds the condition keys that only S3 has. */
export function addS3Keys(
  all: Map<string, ContextValue>,
  request: LabRequest,
  identity: Identity,
): void {
  for (const [key, values] of sentHeaders((name) => headerOf(request, name))) all.set(key, values);
  if (request.tlsVersion !== undefined) all.set("s3:tlsversion", [request.tlsVersion]);
  const { signing } = identity;
  if (signing === undefined) return;
  all.set("s3:authtype", [signing.form]);
  all.set("s3:signatureversion", [signing.version === 2 ? "AWS" : "AWS4-HMAC-SHA256"]);
  const age = signatureAge(request, signing);
  if (age !== undefined) all.set("s3:signatureage", [String(age)]);
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
