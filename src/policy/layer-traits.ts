import type { Layer } from "./decision.ts";

/** What holds of a layer, whatever the request. */
export interface LayerTraits {
  /** Its statements name principals. */
  readonly namesPrincipals: boolean;
  /** AWS tells of a Deny with the ARN of the policy, where that is a managed one. */
  readonly tellsArn: boolean;
}

const limit: LayerTraits = { namesPrincipals: false, tellsArn: true };
const resource: LayerTraits = { namesPrincipals: true, tellsArn: false };
/** A setting, which has no statements. */
const setting: LayerTraits = { namesPrincipals: false, tellsArn: false };

export const layerTraits: Readonly<Record<Layer, LayerTraits>> = {
  identity: limit,
  serviceControl: limit,
  resourceControl: { ...limit, namesPrincipals: true },
  boundary: limit,
  session: limit,
  vpcEndpoint: { ...limit, namesPrincipals: true, tellsArn: false },
  resource,
  roleTrust: resource,
  keyPolicy: resource,
  accessPoint: resource,
  objectOwnership: setting,
  keyGrant: setting,
  publicAccessBlock: setting,
  requesterPays: setting,
  sseCBlocked: setting,
  expectedBucketOwner: setting,
  key: setting,
};
