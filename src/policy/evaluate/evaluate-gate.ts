import type { Gate, Layer, StatementEvaluation, Tri } from "../decision.ts";
import type { AttachedPolicy } from "../policy-document.ts";
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
  return {
    gate: {
      layer,
      account,
      allows: answerOf(statements, ({ effect }) => effect === "Allow"),
      denies: answerOf(statements, ({ effect }) => effect === "Deny"),
      statements: nearestFirst(statements),
    },
    allowsEntity: answerOf(
      statements,
      (statement) => statement.effect === "Allow" && namesEntity(statement),
    ),
  };
}

function answerOf(
  statements: readonly StatementEvaluation[],
  counts: (statement: StatementEvaluation) => boolean,
): Tri {
  let answer: Tri = "no";
  for (const statement of statements) {
    if (statement.matches === "no" || !counts(statement)) continue;
    if (statement.matches === "yes") return "yes";
    answer = "unknown";
  }
  return answer;
}

/** Whether an Allow of a resource policy needs no Allow beside it within one account. */
export function namesEntity({ matchClass }: StatementEvaluation): boolean {
  return matchClass === "direct" || matchClass === "role";
}
