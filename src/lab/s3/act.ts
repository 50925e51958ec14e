import { type Permission, requirePermission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { Reply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import type { Action } from "./s3-call.ts";

/** Does what a request asks for, once every permission that it takes is decided. */
export async function act<C extends Call>(action: Action<C>, call: C): Promise<Reply> {
  if (action.prepare !== undefined) await action.prepare(call);
  const permissions = action.permissions(call);
  requireVersion4ForKms(call, permissions);
  for (const permission of permissions) requirePermission(call, permission);
  return action.run(call);
}

/** S3 User Guide, Using server-side encryption with AWS KMS keys: such requests must be signed with version 4. */
function requireVersion4ForKms(call: Call, permissions: readonly Permission[]): void {
  if (call.identity.signing?.version !== 2) return;
  if (permissions.every(({ objectKeys = [] }) => objectKeys.length === 0)) return;
  throw invalidArgument(
    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    "Authorization",
    "null",
  );
}
