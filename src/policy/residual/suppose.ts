import type { AttachedPolicy, Element, Statement } from "../policy-document.ts";
import type { PolicyLayers } from "../request.ts";
import { mapPolicies } from "./map-policies.ts";
import type { OpenStatements } from "./open-statements.ts";

/** Which of the open statements list the keys in question; the others are not looked at yet. */
export type Supposition = ReadonlyMap<OpenStatements, boolean>;

/**
 * The layers with the resources of open statements written as they are for the keys in question,
 * so that the one evaluator answers for them as it does for a single key.
 */
export function suppose(layers: PolicyLayers, supposition: Supposition): PolicyLayers {
  const supposed = new Map<Statement, Statement>();
  for (const [{ members }, lists] of supposition) {
    for (const [statement, doubtful] of members) {
      supposed.set(statement, withResources(statement, lists ? everything(statement) : doubtful));
    }
  }
  return mapPolicies(layers, (policy) => withStatements(policy, supposed));
}

type Resources = Element<string>["entries"];

function everything({ span }: Statement): Resources {
  return [{ value: "*", span }];
}

function withResources(statement: Statement, entries: Resources): Statement {
  const { resource } = statement;
  return resource === undefined ? statement : { ...statement, resource: { ...resource, entries } };
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
