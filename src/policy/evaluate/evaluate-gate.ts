import type { Gate, Layer, StatementEvaluation, Tri } from "../decision.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import { anyOf } from "../tri.ts";
import { compilePolicy } from "./compile-policy.ts";
import { evaluateStatement } from "./evaluate-statement.ts";
import { nearestFirst } from "./nearest-first.ts";
import type { RequestFacts } from "./request-facts.ts";

/** A layer with its policies, or word that nobody may read them. */
export interface LayerPolicies {
  readonly layer: Layer;
  readonly account: string;
  readonly policies: readonly AttachedPolicy[] | "unreadable";
}

/** A gate, and how far its Allows go by themselves. */
export interface EvaluatedGate {
  readonly gate: Gate;
  /** Does some statement allow that names the caller itself or its role, not just its account? */
  readonly allowsEntity: Tri;
}

/** Evaluates every statement of one layer. */
export function evaluateGate(
  { layer, account, policies }: LayerPolicies,
  facts: RequestFacts,
): EvaluatedGate {
  if (policies === "unreadable") {
    const gate: Gate = { layer, account, allows: "unknown", denies: "unknown", statements: [] };
    return { gate, allowsEntity: "unknown" };
  }
  const statements: StatementEvaluation[] = [];
  for (const policy of policies) {
    for (const statement of compilePolicy(policy.document)) {
      statements.push(evaluateStatement(statement, { layer, policy }, facts));
    }
  }
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const denies = statements.filter(({ effect }) => effect === "Deny");
  return {
    gate: {
      layer,
      account,
      allows: anyOf(allows.map(({ matches }) => matches)),
      denies: anyOf(denies.map(({ matches }) => matches)),
      statements: nearestFirst(statements),
    },
    allowsEntity: anyOf(allows.filter(namesEntity).map(({ matches }) => matches)),
  };
}

/** Whether an Allow of a resource policy needs no Allow beside it within one account. */
export function namesEntity({ matchClass }: StatementEvaluation): boolean {
  return matchClass === "direct" || matchClass === "role";
}
