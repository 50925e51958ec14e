import { percentDecode } from "../percent-encoding.ts";
import type { WireRequest } from "../sigv4/types.ts";
import { headerValue, queryParameters, utf8OfLatin1 } from "../sigv4/wire-headers.ts";
import type { AuthorizationV2 } from "./authorization-v2.ts";

/**
 * The parameters that are signed: those of Constructing the CanonicalizedResource element (S3 User Guide,
 * Signing and authenticating REST requests), and the newer ones that AWS's SDKs sign, which the page lacks.
 */
const SUBRESOURCES: ReadonlySet<string> = new Set([
  ...["acl", "lifecycle", "location", "logging", "notification", "partNumber", "policy"],
  ...["requestPayment", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions"],
  ...["website", "delete", "accelerate", "cors", "restore", "tagging", "replication", "analytics"],
  ...["metrics", "inventory", "select", "select-type", "object-lock"],
  ...["response-content-type", "response-content-language", "response-expires"],
  ...["response-cache-control", "response-content-disposition", "response-content-encoding"],
]);

/** A request, and the bucket that its host names rather than its path. */
export interface AddressedRequest {
  readonly request: WireRequest;
  readonly hostBucket?: string;
}

/** Computes from a request what its client must have signed with version 2. */
export function stringToSignV2(
  { request, hostBucket }: AddressedRequest,
  { form, dateLine }: Pick<AuthorizationV2, "form" | "dateLine">,
): string {
  const inQuery = form === "query" ? headersInQuery(request.query) : new Map<string, string>();
  const valueOf = (name: string): string =>
    utf8OfLatin1(inQuery.get(name) ?? headerValue(request, name) ?? "").trim();
  const path = utf8OfLatin1(request.path);
  return [
    request.method,
    valueOf("content-md5"),
    valueOf("content-type"),
    dateLine,
    ...amzHeaders(request, inQuery),
    `${hostBucket === undefined ? "" : `/${hostBucket}`}${path}${subresources(request.query)}`,
  ].join("\n");
}

/** Presigned URLs carry in their query the headers that were signed. */
function headersInQuery(query: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [written, value] of queryParameters(query)) {
    const name = written.toLowerCase();
    if (!name.startsWith("x-amz-") && name !== "content-type" && name !== "content-md5") continue;
    headers.set(name, decoded(value));
  }
  return headers;
}

function amzHeaders(request: WireRequest, inQuery: ReadonlyMap<string, string>): readonly string[] {
  const values = new Map<string, string[]>();
  for (const [written, value] of [...inQuery, ...request.headers]) {
    const name = written.toLowerCase();
    if (!name.startsWith("x-amz-")) continue;
    const text = utf8OfLatin1(value)
      .trim()
      .replace(/\s*\n\s*/g, " ");
    values.set(name, [...(values.get(name) ?? []), text]);
  }
  const names = [...values.keys()].sort();
  return names.map((name) => `${name}:${(values.get(name) ?? []).join(",")}`);
}

function subresources(query: string): string {
  const signed = [...queryPairs(query)].filter(([name]) => SUBRESOURCES.has(name));
  signed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const texts = signed.map(([name, value]) => (value === undefined ? name : `${name}=${value}`));
  return texts.length === 0 ? "" : `?${texts.join("&")}`;
}

/** Values are signed as they are meant, not as they are encoded. */
function* queryPairs(query: string): Generator<readonly [name: string, value: string | undefined]> {
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals < 0) yield [pair, undefined];
    else yield [pair.slice(0, equals), decoded(pair.slice(equals + 1))];
  }
}

/** In a query `+` stands for a space. */
function decoded(text: string): string {
  return percentDecode(text.replaceAll("+", "%20")) ?? text;
}
