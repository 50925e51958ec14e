import { formatAmzDate, parseAmzDate } from "./amz-date.ts";
import type { Authorization, ReadAuthorization } from "./authorization.ts";
import { readCredential } from "./read-credential.ts";
import { readPresigned } from "./read-presigned.ts";
import {
  accessDenied,
  headerMalformed,
  invalidArgument,
  type Refusal,
  VERSION_4_ONLY,
} from "./refusal.ts";
import { ALGORITHM } from "./scope.ts";
import type { WireRequest } from "./types.ts";
import { headerValue } from "./wire-headers.ts";

/** Reads who signed a request, from its `Authorization` header or its query, in S3's words on failure. */
export function readAuthorization(request: WireRequest): ReadAuthorization {
  const header = headerValue(request, "authorization");
  const isPresigned = /(?:^|&)X-Amz-(?:Algorithm|Signature|Credential)=/.test(request.query);
  if (header !== undefined && isPresigned) {
    return refused(
      invalidArgument(
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        "Authorization",
        header,
      ),
    );
  }
  if (isPresigned) return readPresigned(request);
  if (header !== undefined) return readHeader(request, header);
  return /(?:^|&)Signature=/.test(request.query)
    ? refused(VERSION_4_ONLY)
    : { outcome: "unsigned" };
}

function refused(refusal: Refusal): ReadAuthorization {
  return { outcome: "refused", refusal };
}

function readHeader(request: WireRequest, header: string): ReadAuthorization {
  if (header.startsWith("AWS ")) return refused(VERSION_4_ONLY);
  if (!header.startsWith(`${ALGORITHM} `)) {
    return refused(invalidArgument("Unsupported Authorization Type", "Authorization", header));
  }
  const components = readComponents(header.slice(ALGORITHM.length + 1));
  if ("code" in components) return refused(components);
  const credential = readCredential(components.Credential, headerMalformed);
  if ("code" in credential) return refused(credential);
  const timestamp = readTimestamp(request);
  if (timestamp === undefined) {
    return refused(accessDenied("AWS authentication requires a valid Date or x-amz-date header"));
  }
  if (!timestamp.startsWith(credential.scope.day)) {
    return refused(headerMalformed("Invalid credential date. Date is not the same as X-Amz-Date."));
  }
  const sessionToken = headerValue(request, "x-amz-security-token");
  const authorization: Authorization = {
    form: "header",
    ...credential,
    signedHeaders: components.SignedHeaders.toLowerCase().split(";"),
    signature: components.Signature,
    timestamp,
    timestampMs: parseAmzDate(timestamp) ?? 0,
    ...(sessionToken !== undefined && { sessionToken }),
  };
  return { outcome: "read", authorization };
}

interface Components {
  readonly Credential: string;
  readonly SignedHeaders: string;
  readonly Signature: string;
}

/** As all clients write it; what differs is read piece by piece. */
const COMPONENTS = /^ *Credential=([^\s,]+), *SignedHeaders=([^\s,]+), *Signature=([^\s,]+)$/;

function readComponents(text: string): Components | Refusal {
  const [, credential, signedHeaders, signature] = COMPONENTS.exec(text) ?? [];
  if (credential !== undefined && signedHeaders !== undefined && signature !== undefined) {
    return { Credential: credential, SignedHeaders: signedHeaders, Signature: signature };
  }
  return readAnyComponents(text);
}

function readAnyComponents(text: string): Components | Refusal {
  const found = new Map<string, string>();
  const parts = text.split(",");
  for (const part of parts) {
    const [, name, value] = /^\s*([A-Za-z]+)=(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      return headerMalformed(`the authorization component "${part.trim()}" is malformed.`);
    }
    found.set(name, value);
  }
  if (parts.length !== 3) {
    return headerMalformed(
      "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
    );
  }
  const [Credential, SignedHeaders, Signature] = [
    found.get("Credential"),
    found.get("SignedHeaders"),
    found.get("Signature"),
  ];
  if (Credential === undefined) return headerMalformed("missing Credential.");
  if (SignedHeaders === undefined) return headerMalformed("missing SignedHeaders.");
  if (Signature === undefined) return headerMalformed("missing Signature.");
  return { Credential, SignedHeaders, Signature };
}

function readTimestamp(request: WireRequest): string | undefined {
  const amzDate = headerValue(request, "x-amz-date");
  if (amzDate !== undefined) return parseAmzDate(amzDate) === undefined ? undefined : amzDate;
  const date = headerValue(request, "date");
  if (date === undefined) return undefined;
  if (parseAmzDate(date) !== undefined) return date;
  const timestampMs = Date.parse(date);
  return Number.isNaN(timestampMs) ? undefined : formatAmzDate(timestampMs);
}
