import { emptyReply } from "../http/reply.ts";
import { requireOwnerEnforcedAcl } from "./acl.ts";
import { checksumHeaders } from "./checksum-headers.ts";
import { requireWriteConditions } from "./conditions.ts";
import { DESCRIPTION_HEADERS, readDescription } from "./description.ts";
import type { S3Operation } from "./s3-call.ts";
import { storeObject } from "./store-object.ts";
import { writePermissions } from "./write-permissions.ts";

export const putObject: S3Operation = {
  name: "PutObject",
  method: "PUT",
  place: "object",
  headers: DESCRIPTION_HEADERS,
  permissions: (call) => writePermissions(call),
  async run(call) {
    const { lab, bucket, key, request } = call;
    requireOwnerEnforcedAcl(call);
    const description = readDescription(request);
    requireWriteConditions(request, lab.s3.objects.get([bucket.name, key]));
    const { body, checksum } = await call.payload.store(lab.bodies);
    const etag = Buffer.from(body.md5).toString("hex");
    const object = { ...description, etag, modifiedMs: lab.now(), ...(checksum && { checksum }) };
    const version = await storeObject(call, object, body);
    return emptyReply(200, {
      ...version,
      etag: `"${etag}"`,
      "x-amz-server-side-encryption": "AES256",
      ...checksumHeaders(checksum),
    });
  },
};
