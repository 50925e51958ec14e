import type { AttachedPolicy } from "../policy-document.ts";
import type { OrganizationLevel, PolicyLayers } from "../request.ts";

type Readable<T> = T | "unreadable";

/** Something for each layer that exists, and for each level of the layers that have levels. */
export interface ByLayer<T> {
  readonly identity: Readable<T>;
  readonly resource: Readable<T>;
  readonly boundary: Readable<T> | undefined;
  readonly session: Readable<T> | undefined;
  readonly vpcEndpoint: Readable<T> | undefined;
  readonly serviceControl: Readable<readonly T[]> | undefined;
  readonly resourceControl: Readable<readonly T[]> | undefined;
}

/** The policies of a request, layer by layer. */
export function policiesByLayer(layers: PolicyLayers): ByLayer<readonly AttachedPolicy[]> {
  return {
    identity: layers.identity,
    resource: layers.resource,
    boundary: listOf(layers.boundary),
    session: layers.session,
    vpcEndpoint: listOf(layers.vpcEndpoint),
    serviceControl: levelsOf(layers.serviceControl),
    resourceControl: levelsOf(layers.resourceControl),
  };
}

/** Makes something else for each layer, told whether the layer's statements name principals. */
export function mapLayers<A, B>(
  of: ByLayer<A>,
  change: (item: A, namesPrincipals: boolean) => B,
): ByLayer<B> {
  const unnamed = (item: A): B => change(item, false);
  const named = (item: A): B => change(item, true);
  return {
    identity: mapReadable(of.identity, unnamed),
    resource: mapReadable(of.resource, named),
    boundary: mapPresent(of.boundary, unnamed),
    session: mapPresent(of.session, unnamed),
    vpcEndpoint: mapPresent(of.vpcEndpoint, named),
    serviceControl: mapPresent(of.serviceControl, (levels) => levels.map(unnamed)),
    resourceControl: mapPresent(of.resourceControl, (levels) => levels.map(named)),
  };
}

function mapReadable<A, B>(item: Readable<A>, change: (item: A) => B): Readable<B> {
  return item === "unreadable" ? "unreadable" : change(item);
}

function mapPresent<A, B>(
  item: Readable<A> | undefined,
  change: (item: A) => B,
): Readable<B> | undefined {
  return item === undefined ? undefined : mapReadable(item, change);
}

function listOf(
  policy: AttachedPolicy | "unreadable" | undefined,
): Readable<readonly AttachedPolicy[]> | undefined {
  return mapPresent(policy, (one) => [one]);
}

function levelsOf(
  levels: readonly OrganizationLevel[] | "unreadable" | undefined,
): Readable<readonly (readonly AttachedPolicy[])[]> | undefined {
  return mapPresent(levels, (each) => each.map(({ policies }) => policies));
}
