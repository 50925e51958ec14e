import { takesSignatureV2 } from "../sigv2/takes-signature-v2.ts";
import type { HmacSha1 } from "../sigv2/verify-signature-v2.ts";
import { checkToken } from "../sigv4/find-refusal.ts";
import { isSame } from "../sigv4/is-same.ts";
import { invalidArgument, type Refusal, VERSION_4_ONLY } from "../sigv4/refusal.ts";
import { deriveSigningKey, formatScope, signText } from "../sigv4/scope.ts";
import { refusalsOf } from "../sigv4/service-refusals.ts";
import type { Digest } from "../sigv4/types.ts";
import type { KnownKey } from "../sigv4/verify-options.ts";
import {
  type FormAuthorization,
  type FormField,
  readFormAuthorization,
} from "./form-authorization.ts";

/** What a form is checked against. */
export interface VerifyFormOptions {
  readonly field: FormField;
  /** Of the bucket. */
  readonly region: string;
  readonly nowMs: number;
  readonly digest: Digest;
  readonly hmacSha1: HmacSha1;
  readonly findKey: (accessKeyId: string) => KnownKey | undefined;
}

/** Whether a form comes from whom it says; what its policy asks of it is still to be checked. */
export type FormVerification =
  | { readonly outcome: "verified"; readonly authorization: FormAuthorization }
  | { readonly outcome: "unsigned" }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

/** Checks the signature of a form's policy, as it was sent, with version 4 or 2. */
export function verifyPostForm(options: VerifyFormOptions): FormVerification {
  const read = readFormAuthorization(options.field);
  if (read.outcome !== "read") return read;
  const refusal = findRefusal(options, read.authorization);
  return refusal === undefined
    ? { outcome: "verified", authorization: read.authorization }
    : { outcome: "refused", refusal };
}

function findRefusal(
  options: VerifyFormOptions,
  authorization: FormAuthorization,
): Refusal | undefined {
  const { accessKeyId, policy, signature } = authorization;
  const outOfScope = checkScope(options, authorization);
  if (outOfScope !== undefined) return outOfScope;
  const key = options.findKey(accessKeyId);
  if (key === undefined) return refusalsOf("s3").unknownKey(accessKeyId);
  const token = checkToken({ service: "s3", nowMs: options.nowMs }, authorization, key);
  if (token !== undefined) return token;
  if (isSame(signatureOf(options, authorization, key), signature)) return undefined;
  return refusalsOf("s3").signatureMismatch(authorization, { stringToSign: policy });
}

function signatureOf(
  { digest, hmacSha1 }: VerifyFormOptions,
  { scope, policy }: FormAuthorization,
  { secretAccessKey }: KnownKey,
): string {
  if (scope === undefined) return hmacSha1(secretAccessKey, policy);
  return signText(deriveSigningKey(secretAccessKey, scope, digest), policy, digest);
}

function checkScope(
  { region, field }: VerifyFormOptions,
  { scope }: FormAuthorization,
): Refusal | undefined {
  if (scope === undefined) return takesSignatureV2(region) ? undefined : VERSION_4_ONLY;
  if (scope.service === "s3" && scope.region === region) return undefined;
  const credential = field("x-amz-credential") ?? formatScope(scope);
  if (scope.service !== "s3") {
    const message = `incorrect service "${scope.service}". This endpoint belongs to "s3".`;
    return invalidArgument(message, "X-Amz-Credential", credential);
  }
  const message = `the region '${scope.region}' is wrong; expecting '${region}'`;
  const refusal = invalidArgument(message, "X-Amz-Credential", credential);
  return { ...refusal, elements: { ...refusal.elements, Region: region } };
}
