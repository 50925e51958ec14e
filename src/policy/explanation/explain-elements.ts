import type { Gate, StatementEvaluation, Tri } from "../decision.ts";
import type { CompiledStatement, ElementText } from "../evaluate/compile-policy.ts";
import { matchesAction, matchesResource } from "../evaluate/evaluate-statement.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import { matchesGlob } from "../match/glob.ts";
import { classIn, isNamed, matchPrincipal } from "../match/match-principal.ts";
import { matchResource } from "../match/resource-pattern.ts";
import type { Element, PrincipalEntry, Statement } from "../policy-document.ts";
import { tri } from "../tri.ts";
import { actionShortfall } from "./action-shortfall.ts";
import type { ExplainedElement, ExplainedEntry } from "./explanation.ts";
import { nameOf, principalShortfall } from "./principal-shortfall.ts";
import { resolvedText } from "./resolved-text.ts";
import { resourceShortfall } from "./resource-shortfall.ts";
import type { Shortfall } from "./shortfall.ts";

/** A statement as it was compiled and as it fared, with the request that it was held against. */
export interface Held {
  readonly compiled: CompiledStatement;
  readonly evaluation: StatementEvaluation;
  readonly facts: RequestFacts;
  readonly layer: Gate["layer"];
  readonly variables: boolean;
}

/** `Principal` where the layer names principals, `Action`, and `Resource` where the statement has one. */
export function explainElements(held: Held): readonly ExplainedElement[] {
  return [
    ...(held.evaluation.matchClass === undefined ? [] : principalElement(held)),
    actionElement(held),
    ...(held.compiled.statement.resource === undefined ? [] : [resourceElement(held)]),
  ];
}

interface Result {
  readonly result: Tri;
  readonly entries: readonly ExplainedEntry[];
  readonly requestValues: readonly string[];
}

function elementOf(
  { name, line, column }: ElementText,
  result: Result,
  shortfall: () => Shortfall,
): ExplainedElement {
  const element = { name, ...result, line, column };
  return result.result === "yes" ? element : { ...element, shortfall: shortfall() };
}

function principalElement(held: Held): readonly ExplainedElement[] {
  const { compiled, evaluation, facts } = held;
  const { principal } = compiled.statement;
  if (principal === undefined) return [];
  const miss = evaluation.misses.find(({ element }) => element === "Principal");
  const { names, request } = facts;
  const named = principal.entries.map(({ value }) => value.value);
  const result: Result = {
    result: miss?.result ?? "yes",
    entries: principal.entries.map(({ value }) => ({
      value: value.value,
      matches: entryNames(value, held),
    })),
    requestValues: [
      ...new Set([...facts.nameList, ...names.account, nameOf(request.caller)]),
    ].filter((name) => name !== undefined),
  };
  return [
    elementOf(compiled.principal, result, () => {
      if (result.result === "unknown") return { code: "unknownCanonicalId", named };
      return principal.negated
        ? { code: "listedPrincipal", named }
        : principalShortfall(named, request.caller);
    }),
  ];
}

/** Whether one entry alone would name the caller. */
function entryNames(value: PrincipalEntry, { compiled, evaluation, facts, layer }: Held): Tri {
  const { statement } = compiled;
  const alone: Element<PrincipalEntry> = {
    negated: false,
    entries: [{ value, span: statement.span }],
    span: statement.span,
  };
  const naming = matchPrincipal(
    { ...statement, principal: alone } satisfies Statement,
    facts.names,
  );
  // A gateway endpoint takes an account for its root user: then an account that is listed names nobody.
  const isRootOnly =
    layer === "vpcEndpoint" && classIn(naming) === "account" && evaluation.matchClass === "none";
  return isRootOnly ? "no" : isNamed(naming);
}

function actionElement({ compiled, facts }: Held): ExplainedElement {
  const { action } = compiled.statement;
  const asked = facts.request.action;
  const named = action.entries.map(({ value }) => value);
  const result: Result = {
    result: tri(matchesAction(compiled, facts.action)),
    entries: compiled.actions.map((glob, i) => ({
      value: named[i] ?? "",
      matches: tri(matchesGlob(glob, facts.action)),
    })),
    requestValues: [asked],
  };
  return elementOf(compiled.action, result, () =>
    action.negated ? { code: "listedAction", named } : actionShortfall(named, asked),
  );
}

function resourceElement({ compiled, facts, variables }: Held): ExplainedElement {
  const { request, resource } = facts;
  const written = compiled.statement.resource?.entries ?? [];
  const isNegated = compiled.statement.resource?.negated === true;
  const entries = compiled.resources.map((pattern, i): ExplainedEntry => {
    const value = written[i]?.value.toString() ?? "";
    return {
      value,
      ...resolvedText(value, variables, request.context),
      matches: matchResource(pattern, resource, request.context),
    };
  });
  const result: Result = {
    result: matchesResource(compiled, facts),
    entries,
    requestValues: [request.anyKeyUnder === true ? `${request.resource}*` : request.resource],
  };
  return elementOf(compiled.resource, result, () =>
    isNegated && result.result === "no"
      ? { code: "listedResource", named: entries.map(({ value }) => value) }
      : resourceShortfall(entries, request),
  );
}
