import type { Permission } from "../authorize.ts";
import { aclPermissions } from "./acl.ts";
import { aclOfHeaders } from "./acl-headers.ts";
import { keysToWrite } from "./encryption-keys.ts";
import { lockPermissions, retentionContext } from "./object-lock-headers.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";
import { conditionPermissions } from "./write-conditions.ts";
import { requestTagContext, taggingHeader } from "./tags.ts";

/**
 * What writing an object takes: tags and an ACL that the write carries take actions of their own (API
 * Reference, PutObject). `creates` is false for the beginning of a multipart upload.
 */
export function writePermissions(call: ObjectCall, creates = true): readonly Permission[] {
  const tags = taggingHeader(call.request);
  const tagged = requestTagContext(tags);
  const context = {
    "s3:objectcreationoperation": String(creates),
    ...tagged,
    ...retentionContext(call),
  };
  const newAcl = aclOfHeaders(call);
  return [
    {
      ...objectPermission(call, "s3:PutObject", context),
      ...keysToWrite(call),
      ...(newAcl !== undefined && { newAcl }),
    },
    ...(tags === undefined ? [] : [objectPermission(call, "s3:PutObjectTagging", tagged)]),
    ...aclPermissions(call),
    ...lockPermissions(call),
    ...(creates ? conditionPermissions(call) : []),
  ];
}
