import { percentEncode } from "../percent-encoding.ts";
import { formatAmzDate } from "./amz-date.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery } from "./canonical-request.ts";
import type { SigningIdentity } from "./create-signer.ts";
import { ALGORITHM, deriveSigningKey, formatScope, signText } from "./scope.ts";
import { UNSIGNED_PAYLOAD, type WireRequest } from "./types.ts";

/** A request to be made later by whoever has its URL; all its headers must then be sent. */
interface PresignOptions extends SigningIdentity {
  readonly scheme: "http" | "https";
  /** Has a `host` header. */
  readonly request: WireRequest;
  readonly timestampMs: number;
  /** At most 604,800: a week. */
  readonly expiresInSeconds: number;
}

/** The URL that carries its own signature in the query. */
export function presignUrl(options: PresignOptions): string {
  const { request, credentials, region, service, digest } = options;
  const timestamp = formatAmzDate(options.timestampMs);
  const scope = { day: timestamp.slice(0, 8), region, service };
  const signed = canonicalHeaders(request.headers);
  const path = canonicalPath(request.path, service);
  const query = canonicalQuery(
    [
      request.query,
      `X-Amz-Algorithm=${ALGORITHM}`,
      `X-Amz-Credential=${percentEncode(`${credentials.accessKeyId}/${formatScope(scope)}`)}`,
      `X-Amz-Date=${timestamp}`,
      `X-Amz-Expires=${options.expiresInSeconds}`,
      ...(credentials.sessionToken === undefined
        ? []
        : [`X-Amz-Security-Token=${percentEncode(credentials.sessionToken)}`]),
      `X-Amz-SignedHeaders=${percentEncode(signed.names)}`,
    ].join("&"),
  );
  const canonical = `${request.method}\n${path}\n${query}\n${signed.lines}\n${signed.names}\n${UNSIGNED_PAYLOAD}`;
  const text = `${ALGORITHM}\n${timestamp}\n${formatScope(scope)}\n${digest.sha256Hex(canonical)}`;
  const key = deriveSigningKey(credentials.secretAccessKey, scope, digest);
  const host = request.headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  return `${options.scheme}://${host}${request.path}?${query}&X-Amz-Signature=${signText(key, text, digest)}`;
}
