import type { Decision, Gate } from "../decision.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import { factsOf } from "../evaluate/request-facts.ts";
import { splitArn } from "../match/split-arn.ts";
import type { PolicyLayers } from "../request.ts";
import { explainStatement, type Asked } from "./explain-statement.ts";
import type { AwsSays, ContextOrigins, ExplainedGate, Explanation } from "./explanation.ts";

/** What an explanation can tell besides, where somebody knows it. */
export interface ExplanationFacts {
  /** Who told the values of the request's context. */
  readonly origins?: ContextOrigins;
  readonly canonicalIds?: PolicyLayers["canonicalIds"];
}

/** Why a decision is as it is: every gate, statement, element and condition, with what was compared. */
export function explanationOf(decision: Decision, known: ExplanationFacts = {}): Explanation {
  const { request, gates, combination, outcome } = decision;
  const { caller, action, resource, resourceAccount, anyKeyUnder = false } = request;
  const asked: Asked = {
    facts: factsOf(request, {
      identity: [],
      resource: [],
      ...(known.canonicalIds && { canonicalIds: known.canonicalIds }),
    }),
    relation: relationOf(request),
    origins: known.origins ?? new Map(),
  };
  return {
    outcome,
    request: { caller, action, resource, resourceAccount, anyKeyUnder },
    relation: asked.relation,
    combination,
    gates: gates.map((gate) => explainGate(gate, asked, known)),
    ...answerOf(decision),
  };
}

function explainGate(gate: Gate, request: Asked, known: ExplanationFacts): ExplainedGate {
  const { statements, levels, calls, ...rest } = gate;
  const { askedOn } = gate;
  const asked = askedOn === undefined ? request : askedAbout(askedOn, request);
  return {
    ...rest,
    statements: statements.map((statement) => explainStatement(statement, gate, asked)),
    ...(levels && { levels: levels.map(({ id, allows }) => ({ id, allows })) }),
    ...(calls && { calls: calls.map((call) => explanationOf(call, known)) }),
  };
}

function askedAbout(text: string, { facts, ...asked }: Asked): Asked {
  const resource = { ...facts.resource, text, fields: splitArn(text) };
  return { ...asked, facts: { ...facts, request: { ...facts.request, resource: text }, resource } };
}

function answerOf(decision: Decision): Pick<Explanation, "by" | "silent" | "unanswered" | "aws"> {
  const nothing = { by: [], silent: [], unanswered: [] };
  switch (decision.outcome) {
    case "allowed":
      return { ...nothing, by: decision.by };
    case "explicitDeny":
      return { ...nothing, ...openOf(decision), by: decision.by, aws: awsSays(decision) };
    case "implicitDeny":
      return { ...nothing, ...openOf(decision), silent: decision.silent, aws: awsSays(decision) };
    case "unknown":
      return { ...nothing, unanswered: decision.unanswered };
  }
}

type Denial = Extract<Decision, { outcome: "explicitDeny" | "implicitDeny" }>;

function openOf({ unanswered = [] }: Denial): Pick<Explanation, "unanswered"> {
  return { unanswered };
}

function awsSays(decision: Denial): AwsSays {
  const { awsMessage: message, layer, masked } = decision;
  const isTrue = decision.outcome === "explicitDeny" || decision.silent.includes(layer);
  // Where AWS gives no reason, everything that refuses is hidden.
  const namesLayer = / (?:because|with an explicit deny) /.test(message);
  return namesLayer
    ? { message, names: layer, isTrue, hides: masked }
    : { message, isTrue, hides: isTrue ? [layer, ...masked] : masked };
}
