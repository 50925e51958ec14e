import type { Gate, Layer, StatementEvaluation, Tri } from "../decision.ts";
import type { Effect, AttachedPolicy } from "../policy-document.ts";
import { compilePolicy } from "./compile-policy.ts";
import { evaluateStatement, type StatementHome } from "./evaluate-statement.ts";
import { nearestFirst } from "./nearest-first.ts";
import type { RequestFacts } from "./request-facts.ts";

/** A gate before it is known what the others say. */
export interface EvaluatedGate extends Omit<Gate, "required"> {
  /** Does some statement allow that names the caller itself, or everyone? */
  readonly allowsDirectly: Tri;
  /** Does some statement allow that names the caller's role? */
  readonly allowsRole: Tri;
  /** Whether a setting denies, which is asked before any policy. */
  readonly deniesBefore?: Tri;
}

/** A layer with its policies, or word that nobody may read them. */
export interface LayerPolicies {
  readonly layer: Layer;
  readonly account: string;
  readonly policies: readonly AttachedPolicy[] | "unreadable";
  /** Whether naming an account names its root user alone. */
  readonly accountIsRoot?: boolean;
}

/** Evaluates every statement of one layer. */
export function evaluateGate(of: LayerPolicies, facts: RequestFacts): EvaluatedGate {
  const { layer, account, policies } = of;
  if (policies === "unreadable") return unreadableGate(layer, account);
  const statements = evaluatePolicies(of, policies, facts);
  return {
    layer,
    account,
    allows: answerOf(statements, "Allow"),
    denies: answerOf(statements, "Deny"),
    allowsDirectly: answerOf(statements, "Allow", "direct"),
    allowsRole: answerOf(statements, "Allow", "role"),
    statements: nearestFirst(statements),
  };
}

/** A gate whose policies exist, and nobody may look at them. */
export function unreadableGate(layer: Layer, account: string): EvaluatedGate {
  const nobodyKnows = { allows: "unknown", denies: "unknown" } as const;
  return {
    layer,
    account,
    ...nobodyKnows,
    allowsDirectly: "unknown",
    allowsRole: "unknown",
    statements: [],
  };
}

/** A gate that does not bind this request. */
export function exemptGate(layer: Layer, account: string, exemptBecause: string): EvaluatedGate {
  const open = { allows: "yes", denies: "no" } as const;
  return {
    layer,
    account,
    ...open,
    exemptBecause,
    allowsDirectly: "yes",
    allowsRole: "yes",
    statements: [],
  };
}

/** Holds every statement of some policies against a request. */
export function evaluatePolicies(
  { layer, accountIsRoot = false }: Pick<LayerPolicies, "layer" | "accountIsRoot">,
  policies: readonly AttachedPolicy[],
  facts: RequestFacts,
): readonly StatementEvaluation[] {
  const statements: StatementEvaluation[] = [];
  for (const policy of policies) {
    const home: StatementHome = { layer, policy, accountIsRoot };
    for (const statement of compilePolicy(policy.document, facts.readings)) {
      statements.push(evaluateStatement(statement, home, facts));
    }
  }
  return statements;
}

/** Does some statement of this effect match, of one class where one is asked for? */
export function answerOf(
  statements: readonly StatementEvaluation[],
  effect: Effect,
  matchClass?: "direct" | "role",
): Tri {
  let answer: Tri = "no";
  for (const statement of statements) {
    if (statement.matches === "no" || statement.effect !== effect) continue;
    if (matchClass !== undefined && statement.matchClass !== matchClass) continue;
    if (statement.matches === "yes") return "yes";
    answer = "unknown";
  }
  return answer;
}
