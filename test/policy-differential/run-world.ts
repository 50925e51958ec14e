import {
  type AttachedPolicy,
  type AuthorizationRequest,
  decide,
  type Decision,
  type OrganizationLevel,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import type { JsonPolicy } from "../spec/policy-json.ts";
import { grantsOf, keyUseOf } from "./engine-keys.ts";
import { accessPointOf, newAclOf, settingsOf } from "./engine-settings.ts";
import { isAboutTrust } from "../support/arbitrary-statement.ts";
import type { JsonWorld } from "../support/arbitrary-world.ts";

export type Outcome = Decision["outcome"];

/** How many worlds a property is tried on: a share of `SLUICE_RUNS`, which is 20,000 by default. */
export function runs(share: number): { readonly numRuns: number; readonly seed: number } {
  const seed = Number(process.env["SLUICE_SEED"] ?? 1);
  return { numRuns: Math.ceil(Number(process.env["SLUICE_RUNS"] ?? 20_000) * share), seed };
}

type Kind = "identity" | "resource" | "trust";

/** Makes a policy ready for the engine. */
type Attach = (policy: JsonPolicy, kind: Kind) => AttachedPolicy;

/** Attaches policies, and each that comes up again as the same object only once. */
export function readingOnce(): Attach {
  const read = new Map<Kind, WeakMap<JsonPolicy, AttachedPolicy>>(
    (["identity", "resource", "trust"] as const).map((kind) => [kind, new WeakMap()]),
  );
  return (policy, kind) => {
    const attached = read.get(kind)?.get(policy) ?? attach(policy, kind);
    read.get(kind)?.set(policy, attached);
    return attached;
  };
}

function attach(policy: JsonPolicy, kind: Kind): AttachedPolicy {
  const parsed = parsePolicy(JSON.stringify(policy), kind);
  if (!parsed.ok) {
    throw new Error(`cannot parse ${JSON.stringify(policy)}: ${JSON.stringify(parsed.problems)}`);
  }
  return { document: parsed.value, name: kind, attachedTo: `arn:aws:test:::${kind}` };
}

/** The world's request as the engine takes it. */
export function requestOf({ request, brings }: JsonWorld): AuthorizationRequest {
  if (brings === undefined) return request;
  const { newPolicy, newAcl, ...others } = brings;
  return {
    ...request,
    s3: {
      ...others,
      ...(newPolicy && { newPolicy: attach(newPolicy, "resource") }),
      ...(newAcl !== undefined && { newAcl: newAclOf(newAcl) }),
    },
  };
}

function attachLevels(
  levels: readonly (readonly JsonPolicy[])[],
  attached: (policy: JsonPolicy) => AttachedPolicy,
): readonly OrganizationLevel[] {
  return levels.map((policies, i) => ({ id: `level ${i}`, policies: policies.map(attached) }));
}

/** The world's policies as the engine takes them. */
export function layersOf(world: JsonWorld, read: Attach = attach): PolicyLayers {
  const forIdentity = (policy: JsonPolicy): AttachedPolicy => read(policy, "identity");
  const forResource = (policy: JsonPolicy): AttachedPolicy => read(policy, "resource");
  const kind = isAboutTrust(world.request) ? "trust" : "resource";
  const { boundary, session, managementAccounts, canonicalIds, grants, keys, accessPoint } = world;
  return {
    identity: world.identity.map(forIdentity),
    resource: world.resource.map((policy) => read(policy, kind)),
    ...limitsOf(world, read),
    ...settingsOf(world),
    ...optional({
      boundary: boundary && forIdentity(boundary),
      session: session?.map(forIdentity),
      managementAccounts,
      canonicalIds: canonicalIds && new Map(Object.entries(canonicalIds)),
      grants: grants && grantsOf(grants),
      keys: keys?.map((use) => keyUseOf(use, forResource)),
      accessPoint: accessPoint && accessPointOf(accessPoint, forResource),
    }),
  };
}

type Given<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** What is undefined is not there at all. */
function optional<T extends object>(layers: T): Partial<Given<T>> {
  const given = Object.entries(layers).filter(([, layer]) => layer !== undefined);
  return Object.fromEntries(given) as Partial<Given<T>>;
}

function limitsOf(
  { serviceControl, resourceControl, vpcEndpoint }: JsonWorld,
  read: Attach,
): Partial<PolicyLayers> {
  const forIdentity = (policy: JsonPolicy): AttachedPolicy => read(policy, "identity");
  const forResource = (policy: JsonPolicy): AttachedPolicy => read(policy, "resource");
  return {
    ...(serviceControl && { serviceControl: attachLevels(serviceControl, forIdentity) }),
    ...(resourceControl && { resourceControl: attachLevels(resourceControl, forResource) }),
    ...(vpcEndpoint && {
      vpcEndpoint: { type: vpcEndpoint.type, ...forResource(vpcEndpoint.policy) },
    }),
  };
}

/** The engine's answer. */
export function outcomeOf(world: JsonWorld): Outcome {
  return decide(requestOf(world), layersOf(world)).outcome;
}
