import { accountCaller } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import { headerOf } from "../http/lab-request.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import { objectPermission, type ObjectCall } from "./s3-call.ts";

const CANNED = [
  "private",
  "public-read",
  "public-read-write",
  "aws-exec-read",
  "authenticated-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
  "log-delivery-write",
];

/** A write with a canned ACL takes `s3:PutObjectAcl` too (API Reference, PutObject). */
export function aclPermissions(call: ObjectCall): readonly Permission[] {
  return headerOf(call.request, "x-amz-acl") === undefined
    ? []
    : [objectPermission(call, "s3:PutObjectAcl")];
}

/**
 * Every bucket here is owner-enforced: only an ACL that says what holds anyway is taken. `private`
 * means just that for the owner's own callers (Controlling ownership of objects).
 */
export function requireOwnerEnforcedAcl(call: ObjectCall): void {
  const acl = headerOf(call.request, "x-amz-acl");
  if (acl === undefined || acl === "bucket-owner-full-control") return;
  if (!CANNED.includes(acl)) throw invalidArgument("", "x-amz-acl", acl);
  const { caller } = call.identity;
  const isOwner = accountCaller(caller)?.account === call.bucket.account;
  if (acl === "private" && isOwner) return;
  throw new Refusal({
    code: "AccessControlListNotSupported",
    status: 400,
    message: "The bucket does not allow ACLs",
  });
}
