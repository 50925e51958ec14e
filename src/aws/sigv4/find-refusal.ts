import { formatIsoSeconds } from "./amz-date.ts";
import type { Authorization } from "./authorization.ts";
import { accessDenied, headerMalformed, queryMalformed, type Refusal } from "./refusal.ts";
import { MAX_SKEW_MS, refusalsOf } from "./service-refusals.ts";
import type { WireRequest } from "./types.ts";
import type { KnownKey, VerifyOptions } from "./verify-options.ts";

/** Finds what refuses a signed request before its signature is even computed. */
export function findRefusal(
  options: VerifyOptions,
  authorization: Authorization,
  key: KnownKey | undefined,
): Refusal | undefined {
  return (
    checkScope(options, authorization) ??
    checkTime(options, authorization) ??
    checkSignedHeaders(options.request, authorization) ??
    (key && checkToken(options, authorization, key))
  );
}

function checkScope(
  { service, region }: VerifyOptions,
  { form, scope }: Authorization,
): Refusal | undefined {
  const isOfService = scope.service === service;
  if (isOfService && (region === undefined || scope.region === region)) return undefined;
  if (service !== "s3") return outOfScope(isOfService, service);
  const detail = isOfService
    ? `the region '${scope.region}' is wrong; expecting '${region ?? ""}'`
    : `incorrect service "${scope.service}". This endpoint belongs to "${service}".`;
  const elements = isOfService ? { Region: region ?? "" } : undefined;
  return form === "header"
    ? headerMalformed(detail, elements)
    : queryMalformed(`Error parsing the X-Amz-Credential parameter; ${detail}`, elements);
}

// The trailing space is theirs.
function outOfScope(isOfService: boolean, service: string): Refusal {
  const message = isOfService
    ? "Credential should be scoped to a valid region. "
    : `Credential should be scoped to correct service: '${service}'. `;
  return { code: "SignatureDoesNotMatch", status: 403, message };
}

function checkTime(
  { nowMs, service }: VerifyOptions,
  authorization: Authorization,
): Refusal | undefined {
  const { timestampMs, expiresInSeconds } = authorization;
  if (expiresInSeconds === undefined) {
    const isSkewed = Math.abs(nowMs - timestampMs) > MAX_SKEW_MS;
    return isSkewed ? refusalsOf(service).skewed(authorization, nowMs) : undefined;
  }
  if (timestampMs - nowMs > MAX_SKEW_MS) return accessDenied("Request is not yet valid");
  const expiresMs = timestampMs + expiresInSeconds * 1000;
  if (nowMs <= expiresMs) return undefined;
  return accessDenied("Request has expired", {
    "X-Amz-Expires": String(expiresInSeconds),
    Expires: formatIsoSeconds(expiresMs),
    ServerTime: formatIsoSeconds(nowMs),
  });
}

/**
 * `host` and all `x-amz-…` headers must be signed (IAM User Guide, Create a signed AWS API request).
 * A presigned URL does not cover the body, so a hash of it may come along unsigned.
 */
function checkSignedHeaders(
  request: WireRequest,
  { signedHeaders, form }: Authorization,
): Refusal | undefined {
  const unsigned: string[] = [];
  for (const [written] of request.headers) {
    const name = written.toLowerCase();
    if (name !== "host" && !name.startsWith("x-amz-")) continue;
    if (form !== "header" && name === "x-amz-content-sha256") continue;
    if (!signedHeaders.includes(name)) unsigned.push(name);
  }
  if (unsigned.length === 0) return undefined;
  return accessDenied("There were headers present in the request which were not signed", {
    HeadersNotSigned: [...new Set(unsigned)].join(", "),
  });
}

/** Finds what is wrong with the token of temporary keys, or with its absence. */
export function checkToken(
  { service, nowMs }: Pick<VerifyOptions, "service" | "nowMs">,
  { accessKeyId, sessionToken }: Pick<Authorization, "accessKeyId" | "sessionToken">,
  key: KnownKey,
): Refusal | undefined {
  const refusals = refusalsOf(service);
  if (sessionToken === undefined) {
    return key.sessionToken === undefined ? undefined : refusals.missingToken(accessKeyId);
  }
  if (key.sessionToken !== sessionToken) return refusals.invalidToken(sessionToken);
  const hasExpired = key.expiresAtMs !== undefined && key.expiresAtMs <= nowMs;
  return hasExpired ? refusals.expiredToken(sessionToken) : undefined;
}
