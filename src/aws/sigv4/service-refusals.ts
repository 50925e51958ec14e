import { percentEncode } from "../percent-encoding.ts";
import { formatAmzDate, formatIsoSeconds } from "./amz-date.ts";
import type { Authorization } from "./authorization.ts";
import type { Refusal } from "./refusal.ts";

/** Clocks may be this far apart (Amazon S3 API Reference, RequestTimeTooSkewed). */
export const MAX_SKEW_MS: number = 15 * 60 * 1000;

/** Who signed, and with what. */
type Claim = Pick<Authorization, "accessKeyId" | "signature">;
type Moment = Pick<Authorization, "timestamp" | "timestampMs">;

/** What should have been signed; only version 4 has a canonical request. */
interface Signed {
  readonly stringToSign: string;
  readonly canonicalRequest?: string;
}

/** The refusals that S3 words in its own way and the query services (IAM, STS) in theirs. */
interface ServiceRefusals {
  unknownKey(accessKeyId: string): Refusal;
  invalidToken(token: string): Refusal;
  /** Temporary keys were used without their token. */
  missingToken(accessKeyId: string): Refusal;
  expiredToken(token: string): Refusal;
  skewed(moment: Moment, nowMs: number): Refusal;
  signatureMismatch(claim: Claim, signed: Signed): Refusal;
}

const S3: ServiceRefusals = {
  unknownKey: (accessKeyId) => ({
    code: "InvalidAccessKeyId",
    status: 403,
    message: "The AWS Access Key Id you provided does not exist in our records.",
    elements: { AWSAccessKeyId: accessKeyId },
  }),
  invalidToken: (token) => ({
    code: "InvalidToken",
    status: 400,
    message: "The provided token is malformed or otherwise invalid.",
    elements: { "Token-0": token },
  }),
  missingToken: (accessKeyId) => S3.unknownKey(accessKeyId),
  expiredToken: (token) => ({
    code: "ExpiredToken",
    status: 400,
    message: "The provided token has expired.",
    elements: { "Token-0": token },
  }),
  skewed: ({ timestamp }, nowMs) => ({
    code: "RequestTimeTooSkewed",
    status: 403,
    message: "The difference between the request time and the current time is too large.",
    elements: {
      RequestTime: timestamp,
      ServerTime: formatIsoSeconds(nowMs),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    },
  }),
  signatureMismatch: ({ accessKeyId, signature }, { stringToSign, canonicalRequest }) => ({
    code: "SignatureDoesNotMatch",
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    elements: {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature,
      StringToSignBytes: hexBytes(stringToSign),
      ...(canonicalRequest !== undefined && {
        CanonicalRequest: canonicalRequest,
        CanonicalRequestBytes: hexBytes(canonicalRequest),
      }),
    },
  }),
};

// IAM API Reference, Common errors; texts as STS sends them.
const invalidClientToken: Refusal = {
  code: "InvalidClientTokenId",
  status: 403,
  message: "The security token included in the request is invalid.",
};

const QUERY: ServiceRefusals = {
  unknownKey: () => invalidClientToken,
  invalidToken: () => invalidClientToken,
  missingToken: () => invalidClientToken,
  expiredToken: () => ({
    code: "ExpiredToken",
    status: 403,
    message: "The security token included in the request is expired",
  }),
  skewed: ({ timestamp, timestampMs }, nowMs) => {
    const now = formatAmzDate(nowMs);
    const message =
      timestampMs < nowMs
        ? `Signature expired: ${timestamp} is now earlier than ${formatAmzDate(nowMs - MAX_SKEW_MS)} (${now} - 15 min.)`
        : `Signature not yet current: ${timestamp} is still later than ${formatAmzDate(nowMs + MAX_SKEW_MS)} (${now} + 15 min.)`;
    return { code: "SignatureDoesNotMatch", status: 403, message };
  },
  signatureMismatch: () => ({
    code: "SignatureDoesNotMatch",
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  }),
};

/** How a service words its refusals. */
export function refusalsOf(service: string): ServiceRefusals {
  return service === "s3" ? S3 : QUERY;
}

/** `41 57 53`: S3 shows the bytes that it hashed, to make invisible differences visible. */
function hexBytes(text: string): string {
  const bytes: string[] = [];
  for (const [part] of percentEncode(text).matchAll(/%..|./g)) {
    bytes.push(part.length === 1 ? part.charCodeAt(0).toString(16) : part.slice(1).toLowerCase());
  }
  return bytes.join(" ");
}
