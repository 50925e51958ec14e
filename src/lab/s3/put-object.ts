import { emptyReply } from "../http/reply.ts";
import { newObjectAccess } from "./acl.ts";
import { checksumHeaders } from "./checksum-headers.ts";
import { DESCRIPTION_HEADERS, readDescription } from "./description.ts";
import { prepareAskedKey } from "./encryption-asked.ts";
import { receiverOf } from "./encryption-bodies.ts";
import { writtenEncryptionHeaders } from "./encryption-headers.ts";
import { newEncryption } from "./encryption-keys.ts";
import { lockOfWrite } from "./object-lock-headers.ts";
import type { ObjectOperation } from "./s3-call.ts";
import { storeObject } from "./store-object.ts";
import { requireWriteConditions } from "./write-conditions.ts";
import { writePermissions } from "./write-permissions.ts";

export const putObject: ObjectOperation = {
  name: "PutObject",
  method: "PUT",
  place: "object",
  headers: DESCRIPTION_HEADERS,
  prepare: prepareAskedKey,
  permissions: (call) => writePermissions(call),
  async run(call) {
    const { lab, request } = call;
    const description = { ...readDescription(request), ...lockOfWrite(call) };
    // Undocumented: what the bucket takes from nobody is told before what stands there.
    const sealing = newEncryption(call);
    requireWriteConditions(call);
    const { encryption } = sealing ?? {};
    const { body, checksum } = await call.payload.store(receiverOf(lab, sealing?.dataKey));
    const etag = Buffer.from(body.md5).toString("hex");
    const object = {
      etag,
      modifiedMs: lab.now(),
      ...description,
      ...newObjectAccess(call),
      ...(checksum && { checksum }),
      ...(encryption && { encryption }),
    };
    const version = await storeObject(call, object, body);
    return emptyReply(200, {
      etag: `"${etag}"`,
      ...version,
      ...writtenEncryptionHeaders(encryption, sealing?.customerKey),
      ...checksumHeaders(checksum),
    });
  },
};
