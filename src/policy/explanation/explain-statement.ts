import type { Gate, Miss, StatementEvaluation } from "../decision.ts";
import { compilePolicy } from "../evaluate/compile-policy.ts";
import type { Relation } from "../evaluate/relation-of.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import { explainCondition } from "./explain-condition.ts";
import { explainElements } from "./explain-elements.ts";
import type { ContextOrigins, ExplainedElement, ExplainedStatement, Reach } from "./explanation.ts";

/** The request that statements were held against, and who told its values. */
export interface Asked {
  readonly facts: RequestFacts;
  readonly relation: Relation;
  readonly origins: ContextOrigins;
}

/** One statement with every element of it, matched or missed. */
export function explainStatement(
  evaluation: StatementEvaluation,
  gate: Gate,
  asked: Asked,
): ExplainedStatement {
  const { ref, effect, matches, matchClass } = evaluation;
  const reach = reachOf(evaluation, gate.layer, asked.relation);
  const level = gate.levels?.find(({ statements }) => statements.includes(evaluation))?.id;
  return {
    ref,
    effect,
    matches,
    ...(matchClass === undefined ? {} : { matchClass }),
    ...(reach === undefined ? {} : { reach }),
    ...(level === undefined ? {} : { level }),
    ...partsOf(evaluation, gate, asked),
  };
}

function partsOf(
  evaluation: StatementEvaluation,
  { layer }: Gate,
  { facts, origins }: Asked,
): Pick<ExplainedStatement, "elements" | "conditions"> {
  const { document, ref } = evaluation;
  const compiled = document && compilePolicy(document)[ref.index];
  if (document === undefined || compiled === undefined) {
    return { elements: evaluation.misses.map(elementOfMiss), conditions: [] };
  }
  const variables = document.version === "2012-10-17";
  return {
    elements: explainElements({ compiled, evaluation, facts, layer, variables }),
    conditions: compiled.conditions.map((condition) =>
      explainCondition(condition, { request: facts.request, origins, variables }),
    ),
  };
}

/** Of what has no text, such as a grant on a key, only what it lacks is known. */
function elementOfMiss(miss: Miss): ExplainedElement {
  const { name, result, policyValues, requestValues, line, column } = miss;
  return {
    name,
    result,
    entries: policyValues.map((value) => ({ value, matches: result })),
    requestValues,
    line,
    column,
    shortfall:
      result === "unknown"
        ? { code: "unknownOther", named: policyValues }
        : { code: "otherValue", named: policyValues, found: requestValues },
  };
}

/**
 * IAM User Guide, Determining whether a request is allowed or denied within an account: who is named decides
 * what else must allow; across accounts an identity policy must in any case.
 */
function reachOf(
  { effect, matchClass }: StatementEvaluation,
  layer: Gate["layer"],
  relation: Relation,
): Reach | undefined {
  if (effect === "Deny" || matchClass === undefined || matchClass === "none") return undefined;
  if (layer === "vpcEndpoint" || layer === "resourceControl") return undefined;
  switch (relation) {
    case "anonymous":
    case "noAccount":
      return "alone";
    case "crossAccount":
    case "unknown":
      return "withIdentity";
    case "sameAccount":
      return reachWithin[matchClass];
  }
}

const reachWithin = { direct: "alone", role: "withinLimits", account: "withIdentity" } as const;
