import type { AttachedPolicy, Element, Statement } from "../policy-document.ts";
import type { PolicyLayers } from "../request.ts";
import { mapPolicies } from "./map-policies.ts";
import type { OpenStatement } from "./open-statements.ts";

/** Which of the open statements list the keys in question; the others are not looked at yet. */
export type Supposition = ReadonlyMap<OpenStatement, boolean>;

/**
 * The layers with the resources of open statements written as they are for the keys in question,
 * so that the one evaluator answers for them as it does for a single key.
 */
export function suppose(layers: PolicyLayers, supposition: Supposition): PolicyLayers {
  const supposed = new Map(
    [...supposition].map(([open, lists]) => [open.statement, supposedStatement(open, lists)]),
  );
  return mapPolicies(layers, (policy) => withStatements(policy, supposed));
}

function withStatements(
  policy: AttachedPolicy,
  supposed: ReadonlyMap<Statement, Statement>,
): AttachedPolicy {
  const { document } = policy;
  // The same document where nothing changes, as it is compiled already.
  if (!document.statements.some((statement) => supposed.has(statement))) return policy;
  const statements = document.statements.map((statement) => supposed.get(statement) ?? statement);
  return { ...policy, document: { ...document, statements } };
}

function supposedStatement({ statement, doubtful }: OpenStatement, lists: boolean): Statement {
  const { resource } = statement;
  if (resource === undefined) return statement;
  const everything: Element<string>["entries"] = [{ value: "*", span: resource.span }];
  return { ...statement, resource: { ...resource, entries: lists ? everything : doubtful } };
}
