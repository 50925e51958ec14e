import type { KeyUse, Layer, OrganizationLevel, PolicyLayers } from "../../../policy/index.ts";
import { changesBy } from "./changed-policies.ts";
import type { Edits } from "./edits.ts";

/** Where new policies would be attached. */
export interface Owners {
  readonly principal: string;
  /** The ARN of what is asked for, without a key in it. */
  readonly resource: string;
}

/** The policies that bear on one request, as they are with those that were changed on the page. */
export function editedLayers(layers: PolicyLayers, edits: Edits, owners: Owners): PolicyLayers {
  if (edits.size === 0) return layers;
  const { one, all } = changesBy(edits);
  const { identity, resource, boundary, session, vpcEndpoint, accessPoint, keys } = layers;
  const { serviceControl, resourceControl } = layers;
  const levels = (layer: Layer) => (of: readonly OrganizationLevel[]) =>
    of.map((level) => ({ ...level, policies: level.policies.map(one(layer)) }));
  return {
    ...layers,
    identity: readable(identity, all("identity", owners.principal)),
    resource: readable(resource, (policies) =>
      all("resource", owners.resource)(policies).map(one("roleTrust")).map(one("keyPolicy")),
    ),
    ...(boundary && { boundary: readable(boundary, one("boundary")) }),
    ...(session && { session: readable(session, (of) => of.map(one("session"))) }),
    ...(serviceControl && { serviceControl: readable(serviceControl, levels("serviceControl")) }),
    ...(resourceControl && {
      resourceControl: readable(resourceControl, levels("resourceControl")),
    }),
    ...(vpcEndpoint && {
      vpcEndpoint: readable(vpcEndpoint, (of) => ({ ...of, ...one("vpcEndpoint")(of) })),
    }),
    ...(accessPoint?.policy && {
      accessPoint: {
        ...accessPoint,
        policy: readable(accessPoint.policy, one("accessPoint")),
      },
    }),
    ...(keys && { keys: readable(keys, (uses) => uses.map((use) => changedUse(use, edits))) }),
  };
}

function changedUse({ key, ...use }: KeyUse, edits: Edits): KeyUse {
  const change = changesBy(edits).one("keyPolicy");
  return { ...use, key: { ...key, policy: readable(key.policy, (of) => of.map(change)) } };
}

function readable<T>(value: T | "unreadable", change: (value: T) => T): T | "unreadable" {
  return value === "unreadable" ? value : change(value);
}
