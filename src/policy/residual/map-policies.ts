import type { AttachedPolicy } from "../policy-document.ts";
import type { OrganizationLevel, PolicyLayers } from "../request.ts";

type Change = (policy: AttachedPolicy) => AttachedPolicy;

/** The same layers with every policy that can be read changed. */
export function mapPolicies(layers: PolicyLayers, change: Change): PolicyLayers {
  const { identity, resource, boundary, session, vpcEndpoint } = layers;
  const { serviceControl, resourceControl } = layers;
  const level = (one: OrganizationLevel): OrganizationLevel => ({
    ...one,
    policies: one.policies.map(change),
  });
  return {
    ...layers,
    identity: mapReadable(identity, change),
    resource: mapReadable(resource, change),
    ...(session && { session: mapReadable(session, change) }),
    ...(serviceControl && { serviceControl: mapReadable(serviceControl, level) }),
    ...(resourceControl && { resourceControl: mapReadable(resourceControl, level) }),
    ...(boundary && { boundary: boundary === "unreadable" ? boundary : change(boundary) }),
    ...(vpcEndpoint && {
      vpcEndpoint:
        vpcEndpoint === "unreadable" ? vpcEndpoint : { ...vpcEndpoint, ...change(vpcEndpoint) },
    }),
  };
}

function mapReadable<T>(
  list: readonly T[] | "unreadable",
  change: (item: T) => T,
): readonly T[] | "unreadable" {
  return list === "unreadable" ? list : list.map(change);
}

/** Every policy of these layers that can be read. */
export function policiesIn(layers: PolicyLayers): readonly AttachedPolicy[] {
  const { identity, resource, session, serviceControl, resourceControl } = layers;
  const organization = [...readable(serviceControl), ...readable(resourceControl)];
  return [
    ...[identity, resource, session].flatMap(readable),
    ...organization.flatMap(({ policies }) => policies),
    ...[layers.boundary, layers.vpcEndpoint].filter((policy) => typeof policy === "object"),
  ];
}

function readable<T>(list: readonly T[] | "unreadable" | undefined): readonly T[] {
  return list === undefined || list === "unreadable" ? [] : list;
}
