import type { Layer } from "../decision.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import type { AuthorizationRequest } from "../request.ts";

interface Denied {
  /** Of the caller. */
  readonly arn: string;
  /** The layer that is named. */
  readonly layer: Layer;
  /** The words for it within an account. */
  readonly why: string;
}

/** KMS's text for a denial, which S3 passes on; every form of it was seen in requests. */
export function keyDenialText(request: AuthorizationRequest, { arn, layer, why }: Denied): string {
  const { action, resource, byCiphertext = false } = request;
  const isHidden = isOfKey(layer) && relationOf(request) === "crossAccount";
  const named = isHidden ? "this resource" : `resource: ${resource}`;
  const key = byCiphertext ? "the resource associated with this ciphertext" : named;
  return `User: ${arn} is not authorized to perform: ${action} on ${key} ${isHidden ? hidden : why}`;
}

// Of another account KMS does not say whether a key is there.
const hidden =
  "because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

function isOfKey(layer: Layer): boolean {
  return layer === "keyPolicy" || layer === "keyGrant";
}
