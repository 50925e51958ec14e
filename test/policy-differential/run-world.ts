import {
  type AttachedPolicy,
  decide,
  type Decision,
  type OrganizationLevel,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import type { JsonPolicy } from "../spec/policy-json.ts";
import { ACCOUNTS } from "../support/arbitrary-request.ts";
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

function attachLevels(
  levels: readonly (readonly JsonPolicy[])[],
  attached: (policy: JsonPolicy) => AttachedPolicy,
): readonly OrganizationLevel[] {
  return levels.map((policies, i) => ({ id: `level ${i}`, policies: policies.map(attached) }));
}

/** The world's policies as the engine takes them. */
export function layersOf(world: JsonWorld, read: Attach = attach): PolicyLayers {
  const { boundary, session, serviceControl, resourceControl, vpcEndpoint } = world;
  const kind = isAboutTrust(world.request) ? "trust" : "resource";
  const forIdentity = (policy: JsonPolicy): AttachedPolicy => read(policy, "identity");
  const forResource = (policy: JsonPolicy): AttachedPolicy => read(policy, "resource");
  return {
    identity: world.identity.map(forIdentity),
    resource: world.resource.map((policy) => read(policy, kind)),
    ...(boundary && { boundary: forIdentity(boundary) }),
    ...(session && { session: session.map(forIdentity) }),
    ...(serviceControl && { serviceControl: attachLevels(serviceControl, forIdentity) }),
    ...(resourceControl && { resourceControl: attachLevels(resourceControl, forResource) }),
    ...(vpcEndpoint && {
      vpcEndpoint: { type: vpcEndpoint.type, ...forResource(vpcEndpoint.policy) },
    }),
    // No statement of a world names them: canonical user ids there are of other accounts.
    canonicalIds: new Map(ACCOUNTS.map((account) => [account, account.repeat(5)])),
    ...(world.managementAccounts && { managementAccounts: world.managementAccounts }),
  };
}

/** The engine's answer. */
export function outcomeOf(world: JsonWorld): Outcome {
  return decide(world.request, layersOf(world)).outcome;
}
