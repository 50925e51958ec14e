import { s3ErrorXml } from "../../aws/index.ts";
import type { LabRequest } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import type { RefusalDetail } from "../refusal.ts";

/** An error as S3 sends it; one that answers HEAD has no body. */
export function s3ErrorReply(
  detail: RefusalDetail,
  request: Pick<LabRequest, "id" | "hostId"> & { readonly path: string; readonly method: string },
): Reply {
  const { code, message, status, elements, headers } = detail;
  const body = s3ErrorXml({
    code,
    message,
    resource: request.path,
    requestId: request.id,
    hostId: request.hostId,
    ...(elements && { elements }),
  });
  const all = { "content-type": "application/xml", ...headers };
  return request.method === "HEAD" ? { status, headers: all } : { status, headers: all, body };
}
