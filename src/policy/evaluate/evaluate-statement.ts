import type { Layer, Miss, StatementEvaluation, StatementRef, Tri } from "../decision.ts";
import { heldFor } from "../conditions/held-for.ts";
import { matchesGlob } from "../match/glob.ts";
import { classIn, isNamed, matchPrincipal, type Naming } from "../match/match-principal.ts";
import { matchResource } from "../match/resource-pattern.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import { anyOf, not } from "../tri.ts";
import type { CompiledStatement, ElementText } from "./compile-policy.ts";
import { layerTraits } from "../layer-traits.ts";
import { shownValues } from "../shown-values.ts";
import type { RequestFacts } from "./request-facts.ts";

/** The policy that a statement belongs to, and the layer that it is in force in. */
export interface StatementHome {
  readonly layer: Layer;
  readonly policy: AttachedPolicy;
  /** Whether naming an account names its root user alone. */
  readonly accountIsRoot: boolean;
}

/** Holds one statement against one request, element by element. */
export function evaluateStatement(
  compiled: CompiledStatement,
  home: StatementHome,
  facts: RequestFacts,
): StatementEvaluation {
  const { statement } = compiled;
  const naming = layerTraits[home.layer].namesPrincipals
    ? namingOf(compiled, home, facts)
    : undefined;
  const matchClass = naming && classIn(naming);
  const misses = missesOf(compiled, facts, naming);
  const ref = refOf(compiled, home);
  const { effect } = statement;
  const matches = matchOf(misses);
  const { document } = home.policy;
  if (matchClass === undefined) return { ref, effect, matches, misses, document };
  return { ref, effect, matches, matchClass, misses, document };
}

function namingOf(
  { statement }: CompiledStatement,
  { accountIsRoot }: StatementHome,
  { names, readings }: RequestFacts,
): Naming {
  const naming = matchPrincipal(statement, names, readings);
  return accountIsRoot && classIn(naming) === "account" ? "none" : naming;
}

function missesOf(
  compiled: CompiledStatement,
  facts: RequestFacts,
  naming: Naming | undefined,
): readonly Miss[] {
  const { request } = facts;
  const misses: Miss[] = [];
  const named = naming === undefined ? "yes" : isNamed(naming);
  if (named !== "yes") {
    misses.push(missOf("Principal", compiled.principal, { values: facts.nameList, result: named }));
  }
  if (!matchesAction(compiled, facts.action)) {
    misses.push(missOf("Action", compiled.action, { values: [request.action], result: "no" }));
  }
  const result = matchesResource(compiled, facts);
  if (result !== "yes") {
    misses.push(missOf("Resource", compiled.resource, { values: [request.resource], result }));
  }
  for (const condition of compiled.conditions) {
    const held = heldFor(condition, request);
    if (held === "yes") continue;
    const values = shownValues(request, condition.key);
    misses.push(missOf("Condition", condition.text, { values, result: held }));
  }
  return misses;
}

interface Found {
  readonly values: readonly string[];
  readonly result: Miss["result"];
}

// Written out: this is most of the work of a decision, and a spread makes it twice as slow.
function missOf(element: Miss["element"], text: ElementText, found: Found): Miss {
  return {
    element,
    name: text.name,
    result: found.result,
    policyValues: text.policyValues,
    requestValues: found.values,
    line: text.line,
    column: text.column,
  };
}

function matchOf(misses: readonly Miss[]): Tri {
  if (misses.length === 0) return "yes";
  return misses.some((miss) => miss.result === "no") ? "no" : "unknown";
}

/** Whether `Action` or `NotAction` matches; the action is in lower case. */
export function matchesAction({ statement, actions }: CompiledStatement, action: string): boolean {
  return actions.some((glob) => matchesGlob(glob, action)) !== statement.action.negated;
}

/** Whether `Resource` or `NotResource` matches. A trust policy has neither: it applies to the role that it is attached to. */
export function matchesResource(
  { statement, resources }: CompiledStatement,
  facts: Pick<RequestFacts, "request" | "resource">,
): Tri {
  if (statement.resource === undefined) return "yes";
  const { resource, request } = facts;
  const [only, ...others] = resources;
  const listed =
    only !== undefined && others.length === 0
      ? matchResource(only, resource, request.context)
      : anyOf(resources.map((pattern) => matchResource(pattern, resource, request.context)));
  return statement.resource.negated ? not(listed) : listed;
}

/** Where a statement stands. */
export function refOf(
  { statement, line, column }: CompiledStatement,
  home: StatementHome,
): StatementRef {
  const { layer, policy } = home;
  const { name, arn, attachedTo } = policy;
  const { sid, index } = statement;
  const place = { layer, policyName: name, attachedTo, index, line, column };
  if (arn === undefined && sid === undefined) return place;
  return {
    ...place,
    ...(arn === undefined ? {} : { policyArn: arn }),
    ...(sid === undefined ? {} : { sid }),
  };
}
