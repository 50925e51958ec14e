import {
  type AttachedPolicy,
  decide,
  type Decision,
  type OrganizationLevel,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import type { JsonPolicy } from "../spec/policy-json.ts";
import { isAboutTrust, type JsonWorld } from "../support/arbitrary-world.ts";

export type Outcome = Decision["outcome"];

/** How many worlds a property is tried on: a share of `SLUICE_RUNS`, which is 20,000 by default. */
export function runs(share: number): { readonly numRuns: number; readonly seed: number } {
  const seed = Number(process.env["SLUICE_SEED"] ?? 1);
  return { numRuns: Math.ceil(Number(process.env["SLUICE_RUNS"] ?? 20_000) * share), seed };
}

type Kind = "identity" | "resource" | "trust";

function attach(policy: JsonPolicy, kind: Kind): AttachedPolicy {
  const parsed = parsePolicy(JSON.stringify(policy), kind);
  if (!parsed.ok) {
    throw new Error(`cannot parse ${JSON.stringify(policy)}: ${JSON.stringify(parsed.problems)}`);
  }
  return { document: parsed.value, name: kind, attachedTo: `arn:aws:test:::${kind}` };
}

function attachLevels(
  levels: readonly (readonly JsonPolicy[])[],
  kind: Kind,
): readonly OrganizationLevel[] {
  return levels.map((policies, i) => ({
    id: `level ${i}`,
    policies: policies.map((policy) => attach(policy, kind)),
  }));
}

/** The world's policies as the engine takes them. */
export function layersOf(world: JsonWorld): PolicyLayers {
  const { boundary, session, serviceControl, resourceControl, vpcEndpoint } = world;
  const kind = isAboutTrust(world.request) ? "trust" : "resource";
  return {
    identity: world.identity.map((policy) => attach(policy, "identity")),
    resource: world.resource.map((policy) => attach(policy, kind)),
    ...(boundary && { boundary: attach(boundary, "identity") }),
    ...(session && { session: session.map((policy) => attach(policy, "identity")) }),
    ...(serviceControl && { serviceControl: attachLevels(serviceControl, "identity") }),
    ...(resourceControl && { resourceControl: attachLevels(resourceControl, "resource") }),
    ...(vpcEndpoint && {
      vpcEndpoint: { type: vpcEndpoint.type, ...attach(vpcEndpoint.policy, "resource") },
    }),
    ...(world.managementAccounts && { managementAccounts: world.managementAccounts }),
  };
}

/** The engine's answer. */
export function outcomeOf(world: JsonWorld): Outcome {
  return decide(world.request, layersOf(world)).outcome;
}
