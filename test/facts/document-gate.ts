import { type AttachedPolicy, decide, parsePolicy } from "../../src/policy/index.ts";
import type { ClaimOf } from "./claim.ts";
import type { Given } from "./fact-row.ts";
import { worldOf } from "./fact-world.ts";
import { createWorldEvaluator } from "./world-evaluator.ts";

/** One document as the only policy there is, held against one request. */
export function documentGate(claim: ClaimOf<"document">, given: Given): unknown {
  const { caller } = createWorldEvaluator(worldOf(given)).principal(claim.as);
  const parsed = parsePolicy(JSON.stringify(claim.policy), claim.kind);
  if (!parsed.ok) return parsed.problems;
  const policy: AttachedPolicy = { document: parsed.value, name: "sample", attachedTo: "*" };
  const layers = { identity: [], resource: [], [claim.kind]: [policy] };
  const decision = decide(
    {
      caller,
      action: claim.action,
      resource: claim.resource,
      resourceAccount: "unknown",
      context: new Map(),
    },
    layers,
  );
  // A key's policy has a layer of its own.
  const place =
    claim.kind === "resource" && claim.action.startsWith("kms:") ? "keyPolicy" : claim.kind;
  const gate = decision.gates.find(({ layer }) => layer === place);
  const matchClass = gate?.statements.find(({ matches }) => matches === "yes")?.matchClass;
  return { allows: gate?.allows, denies: gate?.denies, matchClass };
}
