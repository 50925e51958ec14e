import type { Decision, StatementEvaluation } from "../decision.ts";
import { splitArn } from "../match/split-arn.ts";
import type { Located, Statement } from "../policy-document.ts";
import type { PolicyLayers } from "../request.ts";
import { widest } from "./covers.ts";
import { evaluationsByStatement } from "./evaluations-by-statement.ts";
import type { KeyPattern } from "./key-pattern.ts";
import { type ListedKeys, listedKeys } from "./listed-keys.ts";

/** Statements that do the same to every key that one of them lists. */
export interface OpenStatements {
  readonly effect: Statement["effect"];
  /** With each, its resources that may list any key. */
  readonly members: ReadonlyMap<Statement, readonly Located<string>[]>;
  /** What follows the prefix in the keys that they list. */
  readonly patterns: readonly KeyPattern[];
}

/** The statements that match some keys and not others, a Deny before an Allow. */
export function openStatements(
  decision: Decision,
  layers: PolicyLayers,
): readonly OpenStatements[] {
  const { resource: text, context } = decision.request;
  const resource = { text, fields: splitArn(text), anyKeyUnder: true };
  const groups = new Map<string, OpenStatements>();
  for (const { statement, document, evaluations, place } of evaluationsByStatement(
    decision,
    layers,
  )) {
    if (!evaluations.some(turnsOnResource)) continue;
    const variables = document.version === "2012-10-17";
    const listed = listedKeys(statement, { resource, context, variables });
    if (listed.everyKey || listed.patterns.length === 0) continue;
    const [only, ...others] = evaluations;
    const kind = others.length === 0 && only !== undefined ? kindOf(only, statement, listed) : "";
    const name = `${place} ${kind === "" ? statement.index : kind}`;
    groups.set(name, withMember(groups.get(name), statement, listed));
  }
  const all = [...groups.values()];
  return [
    ...all.filter(({ effect }) => effect === "Deny"),
    ...all.filter(({ effect }) => effect === "Allow"),
  ];
}

function turnsOnResource({ matches, misses }: StatementEvaluation): boolean {
  return matches === "unknown" && misses.some(({ element }) => element === "Resource");
}

/**
 * Statements of one document that have one kind are together what a single one with all their resources
 * would be; empty for those that stand alone.
 */
function kindOf(
  { effect, matchClass, misses }: StatementEvaluation,
  { resource }: Statement,
  { doubtful }: ListedKeys,
): string {
  if (resource?.negated === true || doubtful.length > 0) return "";
  const isCertain = misses.every(({ element }) => element === "Resource");
  return `${effect} ${matchClass ?? ""} ${isCertain ? "certain" : "in doubt"}`;
}

function withMember(
  group: OpenStatements | undefined,
  statement: Statement,
  { patterns, doubtful }: ListedKeys,
): OpenStatements {
  return {
    effect: statement.effect,
    members: new Map([...(group?.members ?? []), [statement, doubtful]]),
    patterns: widest([...(group?.patterns ?? []), ...patterns]),
  };
}
