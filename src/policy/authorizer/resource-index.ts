import type { CompiledStatement } from "../evaluate/compile-policy.ts";
import { addRule, type CallerBucket, emptyBucket } from "./caller-bucket.ts";
import { emptyNode, placeOf, type RadixNode } from "./radix-tree.ts";
import { anywhere, placeOfPattern, type ResourcePlace } from "./resource-place.ts";

/** The rules of one layer for one action, found by resource, then by caller. */
export interface ResourceIndex {
  readonly tree: RadixNode<CallerBucket>;
  /** All of them, for requests that stand for many resources: those have no one way down the tree. */
  readonly all: () => CallerBucket;
}

export function indexByResource(
  statements: readonly CompiledStatement[],
  namesPrincipals: boolean,
): ResourceIndex {
  const tree = emptyNode<CallerBucket>();
  for (const compiled of statements) {
    const { effect } = compiled.statement;
    for (const { head, part, resource } of placesOf(compiled)) {
      const node = placeOf(tree, head);
      const bucket = (node[part] ??= emptyBucket());
      addRule(bucket, { compiled, effect, resource }, namesPrincipals);
    }
  }
  let all: CallerBucket | undefined;
  return { tree, all: () => (all ??= bucketOf(statements, namesPrincipals)) };
}

function bucketOf(
  statements: readonly CompiledStatement[],
  namesPrincipals: boolean,
): CallerBucket {
  const bucket = emptyBucket();
  for (const compiled of statements) {
    const { effect } = compiled.statement;
    addRule(bucket, { compiled, effect, resource: "statement" }, namesPrincipals);
  }
  return bucket;
}

/** That one of several patterns matches is the same as several statements with one pattern each. */
function placesOf({ statement, resources }: CompiledStatement): readonly ResourcePlace[] {
  if (statement.resource === undefined) return [anywhere];
  if (statement.resource.negated) return [{ ...anywhere, resource: "statement" }];
  return resources.map(placeOfPattern).filter((place) => place !== undefined);
}
