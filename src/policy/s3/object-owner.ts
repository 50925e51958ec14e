import type { Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { isForObjectOwner } from "./acl-coverage.ts";
import type { OwnedObject } from "./acl.ts";

/** Who decides about what a request asks for. */
export interface ObjectOwner {
  /** Whether that is another account than the bucket's. */
  readonly isForeign: Tri;
  /** `anonymous` for what an anonymous caller wrote. */
  readonly account: string;
}

/** What is under the key; a request for many keys may meet any owner. */
export function objectAt(
  { anyKeyUnder }: AuthorizationRequest,
  { ownership }: PolicyLayers,
): OwnedObject | "unknown" | undefined {
  if (ownership === undefined) return undefined;
  if (ownership === "unreadable" || anyKeyUnder === true) return "unknown";
  return ownership.object;
}

/** `request` names the bucket's own ARN. */
export function objectOwner(request: AuthorizationRequest, layers: PolicyLayers): ObjectOwner {
  const { resourceAccount, action, resource } = request;
  const mine: ObjectOwner = { isForeign: "no", account: resourceAccount };
  const { ownership } = layers;
  const isEnforced = ownership !== "unreadable" && ownership?.setting === "BucketOwnerEnforced";
  if (ownership === undefined || isEnforced) return mine;
  if (!isForObjectOwner(action.toLowerCase(), resource)) return mine;
  const object = objectAt(request, layers);
  if (object === undefined) return mine;
  if (object === "unknown") return { isForeign: "unknown", account: "unknown" };
  const { owner } = object;
  if (owner === resourceAccount) return mine;
  return { isForeign: resourceAccount === "unknown" ? "unknown" : "yes", account: owner };
}
