import { percentDecode } from "../percent-encoding.ts";
import { parseAmzDate } from "../sigv4/amz-date.ts";
import { accessDenied, invalidArgument, type Refusal } from "../sigv4/refusal.ts";
import type { WireRequest } from "../sigv4/types.ts";
import { headerValue, queryParameters } from "../sigv4/wire-headers.ts";
import type { ReadAuthorizationV2 } from "./authorization-v2.ts";

const TOKEN = "x-amz-security-token";

/** Reads who signed a request with version 2, from its header or its query, in S3's words on failure. */
export function readAuthorizationV2(request: WireRequest): ReadAuthorizationV2 {
  const header = headerValue(request, "authorization");
  if (header?.startsWith("AWS ") === true) return readHeader(request, header);
  if (header !== undefined) return { outcome: "absent" };
  return readQuery(request);
}

function refused(refusal: Refusal): ReadAuthorizationV2 {
  return { outcome: "refused", refusal };
}

function readHeader(request: WireRequest, header: string): ReadAuthorizationV2 {
  const [, accessKeyId, signature] = /^AWS ([^:\s]+):(\S+)$/.exec(header) ?? [];
  if (accessKeyId === undefined || signature === undefined) {
    // The two spaces are theirs.
    const message = "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
    return refused(invalidArgument(message, "Authorization", header));
  }
  const amzDate = headerValue(request, "x-amz-date");
  const timestamp = amzDate ?? headerValue(request, "date") ?? "";
  const timestampMs = parseAmzDate(timestamp) ?? Date.parse(timestamp);
  if (Number.isNaN(timestampMs)) {
    return refused(accessDenied("AWS authentication requires a valid Date or x-amz-date header"));
  }
  const sessionToken = headerValue(request, TOKEN);
  const authorization = {
    form: "header",
    accessKeyId,
    signature,
    // With `x-amz-date` the date is signed as one of the `x-amz-` headers.
    dateLine: amzDate === undefined ? timestamp : "",
    timestamp,
    timestampMs,
    ...(sessionToken !== undefined && { sessionToken }),
  } as const;
  return { outcome: "read", authorization };
}

const QUERY = ["AWSAccessKeyId", "Signature", "Expires"] as const;

function readQuery(request: WireRequest): ReadAuthorizationV2 {
  const parameters = queryParameters(request.query);
  const read = (name: string): string => percentDecode(parameters.get(name) ?? "") ?? "";
  // `Expires` alone is no signature.
  if (!parameters.has("AWSAccessKeyId") && !parameters.has("Signature")) {
    return { outcome: "absent" };
  }
  if (QUERY.some((name) => !parameters.has(name))) {
    return refused(
      accessDenied(
        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
      ),
    );
  }
  const expires = read("Expires");
  if (!/^\d{1,12}$/.test(expires)) {
    return refused(accessDenied(`Invalid date (should be seconds since epoch): ${expires}`));
  }
  const sessionToken = parameters.has(TOKEN) ? read(TOKEN) : headerValue(request, TOKEN);
  const authorization = {
    form: "query",
    accessKeyId: read("AWSAccessKeyId"),
    signature: read("Signature"),
    dateLine: expires,
    timestamp: expires,
    timestampMs: Number(expires) * 1000,
    ...(sessionToken !== undefined && { sessionToken }),
  } as const;
  return { outcome: "read", authorization };
}
