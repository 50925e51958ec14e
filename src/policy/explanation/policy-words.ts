import type { StatementRef } from "../decision.ts";
import type { AskedWords, ExplanationWords, PolicyWords } from "./words.ts";
import type { ExplainedGate, ExplainedStatement, Explanation } from "./explanation.ts";
import { printableText } from "./printable-text.ts";

/** A layer as sentences name it, without a policy's own name. */
export function gateWords({ layer, account }: ExplainedGate): PolicyWords {
  return account === "unknown" ? { layer } : { layer, account };
}

/** Layers of which a resource has one policy at most, so that its name tells nothing. */
const only = new Set<StatementRef["layer"]>(["resource", "roleTrust", "accessPoint", "keyPolicy"]);

/** The policy that a statement stands in. */
export function statementPolicy(ref: StatementRef, gates: readonly ExplainedGate[]): PolicyWords {
  const gate = gates.find(({ layer }) => layer === ref.layer);
  const of = gate === undefined ? { layer: ref.layer } : gateWords(gate);
  return only.has(ref.layer) ? of : { ...of, name: ref.policyName };
}

/** A statement with its place, as sentences name it. */
export function statementName(
  { ref }: Pick<ExplainedStatement, "ref">,
  { gates }: Explanation,
  words: ExplanationWords,
): string {
  return words.statement(ref, statementPolicy(ref, gates));
}

/** What is asked for, as sentences name it. */
export function askedWords({ request }: Explanation): AskedWords {
  const { action, resource, anyKeyUnder } = request;
  return {
    action: printableText(action),
    resource: printableText(anyKeyUnder ? `${resource}*` : resource),
  };
}
