import type { Decision, StatementEvaluation } from "../decision.ts";
import { compileResource, matchResource, type RequestResource } from "../match/resource-pattern.ts";
import { splitArn } from "../match/split-arn.ts";
import { piecesOf, resolvePieces } from "../match/text-pattern.ts";
import type { AttachedPolicy, Located, Statement } from "../policy-document.ts";
import type { PolicyLayers, RequestContext } from "../request.ts";
import { widest } from "./covers.ts";
import { afterPrefix, type KeyPattern, keyPattern } from "./key-pattern.ts";
import { policiesIn } from "./map-policies.ts";

/** A statement whose part in the answer turns on the key. */
export interface OpenStatement {
  readonly statement: Statement;
  /** What follows the prefix in the keys that it lists. */
  readonly patterns: readonly KeyPattern[];
  /** Its resources with a variable that nobody knows: they may list any key. */
  readonly doubtful: readonly Located<string>[];
}

/** The statements that match some keys and not others, a Deny before an Allow. */
export function openStatements(
  { request, gates }: Decision,
  layers: PolicyLayers,
): readonly OpenStatement[] {
  const { resource: text, context } = request;
  const resource = { text, fields: splitArn(text), anyKeyUnder: true };
  const inDoubt = gates.flatMap(({ statements }) => statements.filter(turnsOnResource));
  const places = new Set(inDoubt.map(({ ref }) => placeOf(ref, ref.index)));
  const found = new Map<Statement, OpenStatement>();
  for (const policy of policiesIn(layers)) {
    const variables = policy.document.version === "2012-10-17";
    for (const statement of policy.document.statements) {
      if (!places.has(placeOf(policyPlace(policy), statement.index))) continue;
      const open = openStatement(statement, { resource, context, variables });
      if (open !== undefined) found.set(statement, open);
    }
  }
  const all = [...found.values()];
  const of = (effect: Statement["effect"]): readonly OpenStatement[] =>
    all.filter(({ statement }) => statement.effect === effect);
  return [...of("Deny"), ...of("Allow")];
}

function turnsOnResource({ matches, misses }: StatementEvaluation): boolean {
  return matches === "unknown" && misses.some(({ element }) => element === "Resource");
}

interface PolicyPlace {
  readonly policyName: string;
  readonly attachedTo: string;
}

function policyPlace({ name, attachedTo }: AttachedPolicy): PolicyPlace {
  return { policyName: name, attachedTo };
}

/** Policies of one name in one place are not told apart, which at worst splits keys for nothing. */
function placeOf({ policyName, attachedTo }: PolicyPlace, index: number): string {
  return JSON.stringify([policyName, attachedTo, index]);
}

interface Reading {
  readonly resource: RequestResource;
  readonly context: RequestContext;
  readonly variables: boolean;
}

function openStatement(statement: Statement, reading: Reading): OpenStatement | undefined {
  const patterns: KeyPattern[] = [];
  const doubtful: Located<string>[] = [];
  for (const entry of statement.resource?.entries ?? []) {
    const listed = readEntry(entry.value, reading);
    if (listed === "everyKey") return undefined;
    if (listed === "inDoubt") doubtful.push(entry);
    else patterns.push(...listed);
  }
  return patterns.length === 0 ? undefined : { statement, patterns: widest(patterns), doubtful };
}

/** Which keys under the prefix one resource of a statement lists. */
function readEntry(
  text: string,
  { resource, context, variables }: Reading,
): readonly KeyPattern[] | "everyKey" | "inDoubt" {
  switch (matchResource(compileResource(text, variables), resource, context)) {
    case "yes":
      return "everyKey";
    case "no":
      return [];
    case "unknown": {
      const field = splitArn(text)?.[5] ?? "";
      const pieces = piecesOf(field, { variables, wildcards: true, folded: false });
      const resolved = resolvePieces(pieces, context);
      if (typeof resolved === "string") return "inDoubt";
      return afterPrefix(keyPattern(resolved), resource.fields?.[5] ?? "");
    }
  }
}
