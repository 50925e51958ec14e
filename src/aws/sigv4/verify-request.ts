import type { Authorization } from "./authorization.ts";
import { findRefusal } from "./find-refusal.ts";
import { isSame } from "./is-same.ts";
import { type PayloadDeclaration, readPayloadDeclaration } from "./payload-declaration.ts";
import { readAuthorization } from "./read-authorization.ts";
import type { Refusal } from "./refusal.ts";
import { deriveSigningKey, signText } from "./scope.ts";
import { refusalsOf } from "./service-refusals.ts";
import { computeSigned, declaredHash } from "./signed-text.ts";
import type { VerifyOptions } from "./verify-options.ts";

/** A request whose signature holds; the body is still to be held against `payload`. */
export interface VerifiedRequest {
  readonly authorization: Authorization;
  readonly payload: PayloadDeclaration;
  /** Signs the chunks of a streamed body. */
  readonly signingKey: Uint8Array;
}

/** Whether a request comes from whom it says. Only S3 takes unsigned requests further. */
export type Verification =
  | ({ readonly outcome: "verified" } & VerifiedRequest)
  | { readonly outcome: "unsigned" }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

/** Checks the signature of a request, in the header or in the query, as AWS does. */
export function verifyRequest(options: VerifyOptions): Verification {
  const read = options.read ?? readAuthorization(options.request);
  switch (read.outcome) {
    case "unsigned":
      return options.service === "s3" ? read : { outcome: "refused", refusal: UNSIGNED_CALL };
    case "refused":
      return { outcome: "refused", refusal: inServiceWords(read.refusal, options.service) };
    case "read":
      return verify(options, read.authorization);
  }
}

// IAM API Reference, Common errors.
const UNSIGNED_CALL: Refusal = {
  code: "MissingAuthenticationToken",
  status: 403,
  message: "Request is missing Authentication Token",
};

/** Services other than S3 have one code for every malformed signature. */
function inServiceWords(refusal: Refusal, service: string): Refusal {
  if (service === "s3") return refusal;
  return { code: "IncompleteSignature", status: 400, message: refusal.message };
}

function verify(options: VerifyOptions, authorization: Authorization): Verification {
  const { digest, service, findKey } = options;
  const payload = readPayloadDeclaration(declaredHash(options, authorization));
  if ("code" in payload) return { outcome: "refused", refusal: payload };
  const key = findKey(authorization.accessKeyId);
  if (key === undefined) {
    const unknown = refusalsOf(service).unknownKey(authorization.accessKeyId);
    return {
      outcome: "refused",
      refusal: findRefusal(options, authorization, undefined) ?? unknown,
    };
  }
  const refusal = findRefusal(options, authorization, key);
  if (refusal !== undefined) return { outcome: "refused", refusal };
  const { secretAccessKey } = key;
  const { scope } = authorization;
  const signingKey =
    options.signingKeyOf?.(secretAccessKey, scope) ??
    deriveSigningKey(secretAccessKey, scope, digest);
  const signed = computeSigned(options, authorization);
  if (!isSame(signText(signingKey, signed.stringToSign, digest), authorization.signature)) {
    const mismatch = refusalsOf(service).signatureMismatch(authorization, signed);
    return { outcome: "refused", refusal: mismatch };
  }
  return { outcome: "verified", authorization, payload, signingKey };
}
