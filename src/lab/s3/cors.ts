import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { requireOwnOrigin } from "../http/origin-guard.ts";
import { emptyReply, type Reply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import type { Bucket } from "../state/buckets.ts";
import { type CorsQuestion, type CorsRule, corsRuleFor } from "./cors-rules.ts";
import type { S3Target } from "./s3-target.ts";

type Headers = Readonly<Record<string, string>>;

/** What a browser asks before a page's request: may it send that? Nobody signs this. */
export function answerPreflight(
  request: LabRequest,
  target: S3Target,
  bucket: Bucket | undefined,
): Reply {
  const origin = headerOf(request, "origin");
  if (origin === undefined) {
    throw badRequest("Insufficient information. Origin request header needed.");
  }
  const method = headerOf(request, "access-control-request-method");
  if (method === undefined || !/^(GET|HEAD|PUT|POST|DELETE)$/.test(method)) {
    throw badRequest(`Invalid Access-Control-Request-Method: ${method ?? "null"}`);
  }
  const asked = headerOf(request, "access-control-request-headers")?.toLowerCase() ?? "";
  const headers = asked.split(",").map((name) => name.trim());
  const question = { origin, method, headers: headers.filter((name) => name !== "") };
  const why = refusalOf(bucket, question);
  if (typeof why === "object") {
    const more =
      asked === "" ? {} : { "access-control-allow-headers": question.headers.join(", ") };
    return emptyReply(200, { ...corsHeaders(why, origin), ...more });
  }
  const ResourceType = target.place === "object" ? "OBJECT" : "BUCKET";
  throw new Refusal({
    code: "AccessForbidden",
    status: 403,
    message: `CORSResponse: ${why}`,
    elements: { Method: method, ResourceType },
  });
}

/** The rule that takes a question, or why none does. */
function refusalOf(bucket: Bucket | undefined, question: CorsQuestion): CorsRule | string {
  if (bucket === undefined) return "Bucket not found";
  if (!hasRules(bucket)) return "CORS is not enabled for this bucket.";
  return (
    corsRuleFor(bucket, question) ??
    // The spelling is theirs.
    "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
  );
}

function badRequest(message: string): Refusal {
  return new Refusal({ code: "BadRequest", status: 400, message });
}

function hasRules({ documents = [] }: Bucket): boolean {
  return documents.some(([marker]) => marker === "cors");
}

/** The headers by which a browser lets a page see an answer; none where no rule of the bucket takes it. */
export function headersForPage(request: LabRequest, bucket: Bucket): Headers {
  const origin = headerOf(request, "origin");
  if (origin === undefined) return {};
  const rule = corsRuleFor(bucket, { origin, method: request.wire.method, headers: [] });
  return rule === undefined ? {} : corsHeaders(rule, origin);
}

/** Refuses what a foreign page asks unsigned, unless a rule of the bucket takes its origin. */
export function requirePage(request: LabRequest, bucket: Bucket | undefined): void {
  if (bucket !== undefined && "vary" in headersForPage(request, bucket)) return;
  requireOwnOrigin(request);
}

function corsHeaders(
  { originPattern, methods, exposed, maxAge }: CorsRule,
  origin: string,
): Headers {
  const isForAll = originPattern === "*";
  return {
    "access-control-allow-origin": isForAll ? "*" : origin,
    "access-control-allow-methods": methods.join(", "),
    ...(exposed.length > 0 && { "access-control-expose-headers": exposed.join(", ") }),
    ...(maxAge !== undefined && { "access-control-max-age": maxAge }),
    ...(!isForAll && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
