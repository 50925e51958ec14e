import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { heldFlag } from "./public-access-holds.ts";
import { publicStatements } from "./public-statements.ts";

/** Whether settings of S3 can bear on every request to a resource, whatever the request brings. */
export function settingsBear(layers: PolicyLayers): boolean {
  const { accessPoint, ownership, requesterPays, blocksCustomerKeys = false } = layers;
  const hasAcls =
    ownership !== undefined &&
    (ownership === "unreadable" || ownership.setting !== "BucketOwnerEnforced");
  const paysElse = requesterPays !== undefined && requesterPays !== false;
  const isBare = accessPoint === undefined && blocksCustomerKeys === false;
  return !isBare || hasAcls || paysElse || mayRestrict(layers);
}

function mayRestrict({ publicAccessBlock, resource }: PolicyLayers): boolean {
  if (heldFlag(publicAccessBlock, "restrictPublicBuckets").holds === "no") return false;
  return (
    resource === "unreadable" ||
    resource.some(({ document }) => publicStatements(document).length > 0)
  );
}

/** Whether a request brings something that only settings look at. */
export function bringsMore({ s3 }: AuthorizationRequest): boolean {
  return (
    s3 !== undefined &&
    (s3.expectedBucketOwner !== undefined || s3.newPolicy !== undefined || s3.newAcl !== undefined)
  );
}
