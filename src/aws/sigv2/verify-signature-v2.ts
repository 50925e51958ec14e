import { formatIsoSeconds } from "../sigv4/amz-date.ts";
import { checkToken } from "../sigv4/find-refusal.ts";
import { isSame } from "../sigv4/is-same.ts";
import { accessDenied, type Refusal, VERSION_4_ONLY } from "../sigv4/refusal.ts";
import { MAX_SKEW_MS, refusalsOf } from "../sigv4/service-refusals.ts";
import type { KnownKey } from "../sigv4/verify-options.ts";
import type { AuthorizationV2, ReadAuthorizationV2 } from "./authorization-v2.ts";
import { type AddressedRequest, stringToSignV2 } from "./string-to-sign-v2.ts";
import { takesSignatureV2 } from "./takes-signature-v2.ts";

/** Base64 of HMAC-SHA-1, handed in because pure code has no `node:crypto`. */
export type HmacSha1 = (key: string, text: string) => string;

/** What a request is checked against. */
export interface VerifyOptionsV2 extends AddressedRequest {
  /** Of the bucket, where it is there. */
  readonly region?: string;
  readonly nowMs: number;
  readonly hmacSha1: HmacSha1;
  readonly findKey: (accessKeyId: string) => KnownKey | undefined;
}

/** Whether a request that is signed with version 2 comes from whom it says. */
export type VerificationV2 =
  | { readonly outcome: "verified"; readonly authorization: AuthorizationV2 }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

/** Checks a signature of version 2, in the header or in the query, as S3 does. */
export function verifySignatureV2(
  options: VerifyOptionsV2,
  read: Exclude<ReadAuthorizationV2, { outcome: "absent" }>,
): VerificationV2 {
  if (options.region !== undefined && !takesSignatureV2(options.region))
    return { outcome: "refused", refusal: VERSION_4_ONLY };
  if (read.outcome === "refused") return read;
  const { authorization } = read;
  const refusal = findRefusal(options, authorization);
  return refusal === undefined
    ? { outcome: "verified", authorization }
    : { outcome: "refused", refusal };
}

function findRefusal(
  options: VerifyOptionsV2,
  authorization: AuthorizationV2,
): Refusal | undefined {
  const refusals = refusalsOf("s3");
  const untimely = checkTime(options, authorization);
  if (untimely !== undefined) return untimely;
  const { accessKeyId, signature } = authorization;
  const key = options.findKey(accessKeyId);
  if (key === undefined) return refusals.unknownKey(accessKeyId);
  const token = checkToken({ service: "s3", nowMs: options.nowMs }, authorization, key);
  if (token !== undefined) return token;
  const stringToSign = stringToSignV2(options, authorization);
  if (isSame(options.hmacSha1(key.secretAccessKey, stringToSign), signature)) return undefined;
  return refusals.signatureMismatch(authorization, { stringToSign });
}

function checkTime(
  { nowMs }: VerifyOptionsV2,
  authorization: AuthorizationV2,
): Refusal | undefined {
  const { form, timestampMs } = authorization;
  if (form === "header") {
    const isSkewed = Math.abs(nowMs - timestampMs) > MAX_SKEW_MS;
    return isSkewed ? refusalsOf("s3").skewed(authorization, nowMs) : undefined;
  }
  if (nowMs <= timestampMs) return undefined;
  return accessDenied("Request has expired", {
    Expires: formatIsoSeconds(timestampMs),
    ServerTime: formatIsoSeconds(nowMs),
  });
}
