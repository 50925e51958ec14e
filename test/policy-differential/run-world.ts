import {
  type AttachedPolicy,
  decide,
  type Decision,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import type { JsonPolicy } from "../spec/policy-json.ts";
import type { JsonWorld } from "../support/arbitrary-world.ts";

export type Outcome = Decision["outcome"];

/** How many worlds a property is tried on: a share of `SLUICE_RUNS`, which is 20,000 by default. */
export function runs(share: number): { readonly numRuns: number; readonly seed: number } {
  const seed = Number(process.env["SLUICE_SEED"] ?? 1);
  return { numRuns: Math.ceil(Number(process.env["SLUICE_RUNS"] ?? 20_000) * share), seed };
}

function attach(policy: JsonPolicy, kind: "identity" | "resource"): AttachedPolicy {
  const parsed = parsePolicy(JSON.stringify(policy), kind);
  if (!parsed.ok) {
    throw new Error(`cannot parse ${JSON.stringify(policy)}: ${JSON.stringify(parsed.problems)}`);
  }
  return { document: parsed.value, name: kind, attachedTo: `arn:aws:test:::${kind}` };
}

/** The world's policies as the engine takes them. */
export function layersOf({ identity, resource }: Omit<JsonWorld, "request">): PolicyLayers {
  return {
    identity: identity.map((policy) => attach(policy, "identity")),
    resource: resource.map((policy) => attach(policy, "resource")),
  };
}

/** The engine's answer. */
export function outcomeOf(world: JsonWorld): Outcome {
  return decide(world.request, layersOf(world)).outcome;
}
