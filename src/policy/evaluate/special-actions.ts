import type { Tri } from "../decision.ts";
import type { AuthorizationRequest } from "../request.ts";
import { tri } from "../tri.ts";

// In all of these, `action` is in lower case.

/** STS API Reference, GetCallerIdentity: no permission is needed, and a Deny does not matter. */
export function isOpenToAll(action: string): boolean {
  return action === "sts:getcalleridentity";
}

/** The actions that a role's trust policy speaks of, when they are asked on a role. */
export function isTrustAction(action: string): boolean {
  return /^sts:(?:assumerole(?:with(?:saml|webidentity))?|tagsession|setsourceidentity|setcontext)$/.test(
    action,
  );
}

/**
 * Whether a resource has a trust policy: `sts:TagSession` is also asked for `GetFederationToken`, and
 * `sts:SetContext` on the caller's own session (Service Authorization Reference, AWS STS).
 */
export function isRole(resource: string): boolean {
  return /^arn:[^:]*:iam::[^:]*:role\//.test(resource);
}

/** S3 API Reference, PutBucketPolicy: the owner's root user may always, even if the policy denies it. */
export function isOwnersRootOnItsPolicy(
  { caller, resourceAccount }: AuthorizationRequest,
  action: string,
): Tri {
  if (caller.kind !== "root" || !/^s3:(?:get|put|delete)bucketpolicy$/.test(action)) return "no";
  return resourceAccount === "unknown" ? "unknown" : tri(caller.account === resourceAccount);
}
