import type { RefusalDetail } from "../refusal.ts";
import type { Reply } from "./reply.ts";

/** An error as the services with AWS's JSON protocol send it, e.g. KMS and Organizations. */
export function jsonErrorReply(detail: RefusalDetail): Reply {
  const { code, status, message, headers, elements } = detail;
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code, ...headers },
    body: JSON.stringify({ __type: code, message, ...elements }),
  };
}
