import { normalizeEncoding, percentDecode } from "../percent-encoding.ts";
import { parseAmzDate } from "./amz-date.ts";
import type { Authorization, ReadAuthorization } from "./authorization.ts";
import { readCredential } from "./read-credential.ts";
import { queryMalformed, type Refusal } from "./refusal.ts";
import { ALGORITHM } from "./scope.ts";
import type { WireRequest } from "./types.ts";
import { queryParameters } from "./wire-headers.ts";

const REQUIRED = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-Date",
  "X-Amz-SignedHeaders",
  "X-Amz-Expires",
] as const;

const WEEK_IN_SECONDS = 604_800;

/** Reads who presigned a URL, from its query. */
export function readPresigned(request: WireRequest): ReadAuthorization {
  const parameters = queryParameters(request.query);
  const read = (name: string): string => percentDecode(parameters.get(name) ?? "") ?? "";
  if (REQUIRED.some((name) => !parameters.has(name))) {
    return refused(
      queryMalformed(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      ),
    );
  }
  const repeated = repeatedName(request.query);
  if (repeated !== undefined) {
    // Which of them counts, nobody can say; AWS's words on it are undocumented.
    return refused(
      queryMalformed(`The query parameter ${repeated} must not be given more than once`),
    );
  }
  if (read("X-Amz-Algorithm") !== ALGORITHM) {
    return refused(
      queryMalformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"'),
    );
  }
  const credential = readCredential(read("X-Amz-Credential"), (detail) =>
    queryMalformed(`Error parsing the X-Amz-Credential parameter; ${detail}`),
  );
  if ("code" in credential) return refused(credential);
  const timestamp = read("X-Amz-Date");
  const wrongTime = checkTimes(timestamp, credential.scope.day, read("X-Amz-Expires"));
  if (wrongTime !== undefined) return refused(wrongTime);
  const authorization: Authorization = {
    form: "query",
    ...credential,
    signedHeaders: read("X-Amz-SignedHeaders").toLowerCase().split(";"),
    signature: read("X-Amz-Signature"),
    timestamp,
    timestampMs: parseAmzDate(timestamp) ?? 0,
    expiresInSeconds: Number(read("X-Amz-Expires")),
    ...(parameters.has("X-Amz-Security-Token") && { sessionToken: read("X-Amz-Security-Token") }),
  };
  return { outcome: "read", authorization };
}

/** The first parameter of a signature that stands in a query more than once. */
function repeatedName(query: string): string | undefined {
  const names = query.split("&").map((pair) => normalizeEncoding(pair.split("=")[0] ?? ""));
  return [...REQUIRED, "X-Amz-Security-Token"].find(
    (name) => names.indexOf(name) !== names.lastIndexOf(name),
  );
}

function refused(refusal: Refusal): ReadAuthorization {
  return { outcome: "refused", refusal };
}

function checkTimes(timestamp: string, day: string, expires: string): Refusal | undefined {
  if (parseAmzDate(timestamp) === undefined) {
    return queryMalformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!timestamp.startsWith(day)) {
    return queryMalformed(
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
    );
  }
  if (!/^-?\d+$/.test(expires)) return queryMalformed("X-Amz-Expires should be a number");
  if (expires.startsWith("-")) return queryMalformed("X-Amz-Expires must be non-negative");
  if (Number(expires) > WEEK_IN_SECONDS) {
    return queryMalformed(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  }
  return undefined;
}
