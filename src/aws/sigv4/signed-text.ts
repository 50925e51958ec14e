import { percentDecode } from "../percent-encoding.ts";
import type { Authorization } from "./authorization.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery } from "./canonical-request.ts";
import { ALGORITHM, formatScope } from "./scope.ts";
import { UNSIGNED_PAYLOAD } from "./types.ts";
import type { VerifyOptions } from "./verify-options.ts";
import { headerValue, queryParameters, utf8OfLatin1 } from "./wire-headers.ts";

/** What must have been signed, as the server computes it. */
export interface SignedText {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** Computes from a request what its client must have signed. */
export function computeSigned(options: VerifyOptions, authorization: Authorization): SignedText {
  const { request, service, digest } = options;
  const { scope, signedHeaders, timestamp, form } = authorization;
  const headers = request.headers
    .filter(([name]) => signedHeaders.includes(name.toLowerCase()))
    .map(([name, value]) => [name, utf8OfLatin1(value)] as const);
  const query = form === "header" ? request.query : withoutSignature(request.query);
  const canonicalRequest = [
    request.method,
    canonicalPath(utf8OfLatin1(request.path), service),
    canonicalQuery(utf8OfLatin1(query)),
    canonicalHeaders(headers).lines,
    signedHeaders.join(";"),
    declaredHash(options, authorization) ?? "",
  ].join("\n");
  const hash = digest.sha256Hex(canonicalRequest);
  const stringToSign = [ALGORITHM, timestamp, formatScope(scope), hash].join("\n");
  return { canonicalRequest, stringToSign };
}

/** The payload's hash as the client declares it, in the header or by the rules of its form. */
export function declaredHash(
  { request, service, bodySha256 }: VerifyOptions,
  { form, signedHeaders }: Authorization,
): string | undefined {
  const name = "x-amz-content-sha256";
  if (service !== "s3" && bodySha256 !== undefined) return bodySha256;
  if (form === "header") return headerValue(request, name);
  const inQuery = queryParameters(request.query).get("X-Amz-Content-Sha256");
  if (inQuery !== undefined) return percentDecode(inQuery);
  return signedHeaders.includes(name) ? headerValue(request, name) : UNSIGNED_PAYLOAD;
}

function withoutSignature(query: string): string {
  return query
    .split("&")
    .filter((pair) => !pair.startsWith("X-Amz-Signature="))
    .join("&");
}
