import type { RefusalDetail } from "../refusal.ts";
import type { Reply } from "./reply.ts";

/** An error as the services with AWS's JSON protocol send it, e.g. KMS and Organizations. */
export function jsonErrorReply({ code, status, message, headers }: RefusalDetail): Reply {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code, ...headers },
    body: JSON.stringify({ __type: code, message }),
  };
}
