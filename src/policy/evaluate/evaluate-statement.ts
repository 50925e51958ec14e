import type { CompiledCondition } from "../conditions/compile-condition.ts";
import type { Layer, Miss, StatementEvaluation, StatementRef, Tri } from "../decision.ts";
import { matchesGlob } from "../match/glob.ts";
import { matchPrincipal } from "../match/match-principal.ts";
import { matchResource } from "../match/resource-pattern.ts";
import type {
  AttachedPolicy,
  Element,
  PrincipalEntry,
  Span,
  Statement,
} from "../policy-document.ts";
import { anyOf, not } from "../tri.ts";
import type { CompiledStatement } from "./compile-policy.ts";
import type { RequestFacts } from "./request-facts.ts";

/** The policy that a statement belongs to, and the layer that it is in force in. */
export interface StatementHome {
  readonly layer: Layer;
  readonly policy: AttachedPolicy;
}

/** Holds one statement against one request, element by element. */
export function evaluateStatement(
  compiled: CompiledStatement,
  home: StatementHome,
  facts: RequestFacts,
): StatementEvaluation {
  const { statement } = compiled;
  const misses: Miss[] = [];
  const matchClass =
    home.layer === "resource" && statement.principal !== undefined
      ? matchPrincipal(statement.principal, facts.names)
      : undefined;
  if (statement.principal !== undefined && matchClass === "none") {
    misses.push(principalMiss(compiled, statement.principal, facts));
  }
  if (!matchesAction(compiled, facts)) misses.push(actionMiss(compiled, facts));
  const resource = matchesResource(compiled, facts);
  if (resource !== "yes") misses.push(resourceMiss(compiled, facts, resource));
  for (const condition of compiled.conditions) {
    const { context } = facts.request;
    const result = condition.holds(context.get(condition.key), context);
    if (result !== "yes") misses.push(conditionMiss(compiled, condition, { facts, result }));
  }
  return {
    ref: refOf(compiled, home),
    effect: statement.effect,
    matches: matchOf(misses),
    ...(matchClass === undefined ? {} : { matchClass }),
    misses,
  };
}

function matchOf(misses: readonly Miss[]): Tri {
  if (misses.length === 0) return "yes";
  return misses.some((miss) => miss.result === "no") ? "no" : "unknown";
}

function matchesAction(
  { statement, actions }: CompiledStatement,
  { action }: RequestFacts,
): boolean {
  return actions.some((glob) => matchesGlob(glob, action)) !== statement.action.negated;
}

/** A trust policy has no `Resource`: it applies to the role that it is attached to. */
function matchesResource({ statement, resources }: CompiledStatement, facts: RequestFacts): Tri {
  if (statement.resource === undefined) return "yes";
  const { resource, request } = facts;
  const [only, ...others] = resources;
  const listed =
    only !== undefined && others.length === 0
      ? matchResource(only, resource, request.context)
      : anyOf(resources.map((pattern) => matchResource(pattern, resource, request.context)));
  return statement.resource.negated ? not(listed) : listed;
}

function refOf({ statement, position }: CompiledStatement, home: StatementHome): StatementRef {
  const { arn, name, attachedTo } = home.policy;
  return {
    layer: home.layer,
    policyName: name,
    ...(arn === undefined ? {} : { policyArn: arn }),
    attachedTo,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    index: statement.index,
    line: position.line,
    column: position.column,
  };
}

type MissValues = Pick<Miss, "element" | "name" | "result" | "policyValues" | "requestValues">;

function missAt({ locate }: CompiledStatement, span: Span, values: MissValues): Miss {
  const { line, column } = locate(span.offset);
  return { ...values, line, column };
}

function principalMiss(
  compiled: CompiledStatement,
  element: Element<PrincipalEntry>,
  { names }: RequestFacts,
): Miss {
  return missAt(compiled, element.span, {
    element: "Principal",
    name: element.negated ? "NotPrincipal" : "Principal",
    result: "no",
    policyValues: element.entries.map(({ value }) => value.value),
    requestValues: [names.role, names.entity].filter((name) => name !== undefined),
  });
}

function actionMiss(compiled: CompiledStatement, { request }: RequestFacts): Miss {
  const { action } = compiled.statement;
  return missAt(compiled, action.span, {
    element: "Action",
    name: action.negated ? "NotAction" : "Action",
    result: "no",
    policyValues: action.entries.map(({ value }) => value),
    requestValues: [request.action],
  });
}

function resourceMiss(compiled: CompiledStatement, facts: RequestFacts, found: Tri): Miss {
  const element: Statement["resource"] = compiled.statement.resource;
  return missAt(compiled, element?.span ?? compiled.statement.span, {
    element: "Resource",
    name: element?.negated === true ? "NotResource" : "Resource",
    result: found === "unknown" ? "unknown" : "no",
    policyValues: element?.entries.map(({ value }) => value) ?? [],
    requestValues: [facts.request.resource],
  });
}

function conditionMiss(
  compiled: CompiledStatement,
  { entry, key }: CompiledCondition,
  { facts, result }: { readonly facts: RequestFacts; readonly result: "no" | "unknown" },
): Miss {
  const values = facts.request.context.get(key);
  const quantifier = entry.quantifier === undefined ? "" : `${entry.quantifier}:`;
  return missAt(compiled, entry.span, {
    element: "Condition",
    name: `${quantifier}${entry.operator}${entry.ifExists ? "IfExists" : ""} ${entry.key}`,
    result,
    policyValues: entry.values.map(({ value }) => value),
    requestValues: values === undefined || values === "unknown" ? [] : values,
  });
}
