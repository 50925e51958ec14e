import type { LabRequest } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import type { RefusalDetail } from "../refusal.ts";
import { element, wrap } from "../xml/write-xml.ts";

/** An error as S3 Control sends it: it wraps what S3 sends bare, as the SDKs' models of its errors say. */
export function s3ControlErrorReply(
  { code, message, status, headers, elements = {} }: RefusalDetail,
  { id, hostId }: Pick<LabRequest, "id" | "hostId">,
): Reply {
  const more = Object.entries(elements).map(([name, value]) => element(name, value));
  const error = wrap("Error", element("Code", code) + element("Message", message) + more.join(""));
  const ids = element("RequestId", id) + element("HostId", hostId);
  return {
    status,
    headers: { "content-type": "application/xml", ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${wrap("ErrorResponse", error + ids)}`,
  };
}
