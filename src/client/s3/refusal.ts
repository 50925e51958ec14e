import { STATUS_CODES } from "node:http";
import { AwsError, type AwsErrorDetail, readS3Error } from "../../aws/index.ts";
import { headerOf, type HttpHeaders, type HttpResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import type { S3Request } from "./s3-request.ts";

/**
 * Reads an S3 answer that refuses. Without a body, as to HEAD, code and message are the status,
 * as the AWS CLI shows them: `An error occurred (403) when calling …: Forbidden`.
 */
export function refusal({ status, headers, body }: HttpResponse, operation: string): AwsError {
  const answered = readS3Error(body.toString("utf8"));
  const { code, message } = answered ?? {
    code: String(status),
    message: STATUS_CODES[status] ?? "Unknown",
  };
  const requestId = answered?.requestId ?? headerOf(headers, "x-amz-request-id");
  const region = headerOf(headers, "x-amz-bucket-region") ?? answered?.elements.get("Region");
  const condition = answered?.elements.get("Condition");
  return new AwsError({
    code,
    message,
    status,
    operation,
    ...(requestId !== undefined && { requestId }),
    ...(region !== undefined && { region }),
    ...(condition !== undefined && { condition }),
    ...timesIn(headers),
  });
}

/** `Retry-After` has seconds, or a date by the server's own clock (RFC 9110, section 10.2.3). */
function timesIn(headers: HttpHeaders): Pick<AwsErrorDetail, "retryAfterMs" | "serverTimeMs"> {
  const serverTimeMs = Date.parse(headerOf(headers, "date") ?? "");
  const after = headerOf(headers, "retry-after") ?? "";
  const waitMs = /^\d{1,9}$/.test(after) ? Number(after) * 1000 : Date.parse(after) - serverTimeMs;
  return {
    ...(Number.isFinite(waitMs) && { retryAfterMs: Math.max(0, waitMs) }),
    ...(Number.isFinite(serverTimeMs) && { serverTimeMs }),
  };
}

/** The failure that hides behind `200 OK`, or undefined when the answer ends with its result. */
export function lateFailure(response: HttpResponse, request: S3Request): Error | undefined {
  const { operation, resultElement } = request;
  if (resultElement === undefined) return undefined;
  const xml = response.body.toString("utf8").trimEnd();
  if (xml.endsWith(`</${resultElement}>`)) return undefined;
  if (readS3Error(xml) !== undefined) return refusal(response, operation);
  return new WireError("ConnectionClosed", `the answer to ${operation} broke off before its end`);
}
