import type { OrganizationLevel } from "../organization-level.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import type { RequestContext } from "../request-context.ts";
import type { KeyGrant } from "./key-grant.ts";

/** Whether a key can be used; `absent` when nothing is under its name, `otherRegion` where KMS is asked in another one. */
export type KeyState = "enabled" | "disabled" | "pendingDeletion" | "absent" | "otherRegion";

/** A KMS key with everything that bears on its use. */
export interface KeyFacts {
  readonly arn: string;
  readonly state: KeyState;
  readonly policy: readonly AttachedPolicy[] | "unreadable";
  readonly grants: readonly KeyGrant[] | "unreadable";
  /** Of the key's account; absent for the keys that AWS manages. */
  readonly resourceControl?: readonly OrganizationLevel[] | "unreadable";
  /** Condition keys that every request for this key has, such as `aws:resourceorgid` and `kms:resourcealiases`. */
  readonly context: RequestContext;
}
