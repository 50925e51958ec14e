import type { Credentials } from "../credentials.ts";
import { formatAmzDate } from "./amz-date.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery } from "./canonical-request.ts";
import { ALGORITHM, deriveSigningKey, formatScope, signText } from "./scope.ts";
import type { Digest, WireRequest } from "./types.ts";

/** Who signs, and for which region and service. */
export interface SigningIdentity {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly digest: Digest;
}

/** What is signed; `payloadHash` is the body's SHA-256, `UNSIGNED-PAYLOAD` or a `STREAMING-…` word. */
interface SigningInput {
  readonly request: WireRequest;
  readonly payloadHash: string;
  readonly timestampMs: number;
}

/** Signs one request and returns all headers to send: the request's own, and the signature's. */
export type Signer = (input: SigningInput) => WireRequest["headers"];

// Connection-level headers that a proxy may change, and those that the HTTP client sets on its own.
const UNSIGNED = new Set([
  "authorization",
  "connection",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

/**
 * Makes a signer that keeps its signing key for the day, for the hot path.
 * The request must have its `host` header and none of those that signing adds.
 */
export function createSigner({ credentials, region, service, digest }: SigningIdentity): Signer {
  let second = Number.NaN;
  let timestamp = "";
  let scope = "";
  let key: Uint8Array = new Uint8Array(0);

  const moveTo = (timestampMs: number): void => {
    second = Math.floor(timestampMs / 1000);
    timestamp = formatAmzDate(timestampMs);
    const day = timestamp.slice(0, 8);
    if (scope.startsWith(day)) return;
    scope = formatScope({ day, region, service });
    key = deriveSigningKey(credentials.secretAccessKey, { day, region, service }, digest);
  };

  return ({ request, payloadHash, timestampMs }) => {
    if (Math.floor(timestampMs / 1000) !== second) moveTo(timestampMs);
    const headers = [...request.headers];
    headers.push(["x-amz-date", timestamp]);
    if (service === "s3") headers.push(["x-amz-content-sha256", payloadHash]);
    const { sessionToken } = credentials;
    if (sessionToken !== undefined) headers.push(["x-amz-security-token", sessionToken]);

    const signed = canonicalHeaders(headers, UNSIGNED);
    const path = canonicalPath(request.path, service);
    const query = canonicalQuery(request.query);
    const canonical = `${request.method}\n${path}\n${query}\n${signed.lines}\n${signed.names}\n${payloadHash}`;
    const text = `${ALGORITHM}\n${timestamp}\n${scope}\n${digest.sha256Hex(canonical)}`;
    const signature = signText(key, text, digest);
    headers.push([
      "authorization",
      `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed.names}, Signature=${signature}`,
    ]);
    return headers;
  };
}

/** Signs a single request; for many of one identity, keep a signer. */
export function signRequest(options: SigningIdentity & SigningInput): WireRequest["headers"] {
  return createSigner(options)(options);
}
