import { compilePolicy, type CompiledStatement } from "../evaluate/compile-policy.ts";
import { matchesAction } from "../evaluate/evaluate-statement.ts";
import { type Glob, literalHead } from "../match/glob.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import { emptyNode, follow, placeOf, type RadixNode } from "./radix-tree.ts";

/** The statements of some policies, found by action: a name, a beginning, or everything. */
export interface ActionIndex {
  readonly tree: RadixNode<CompiledStatement[]>;
  /** `NotAction` can be about any action. */
  readonly negated: readonly CompiledStatement[];
}

export function indexByAction(policies: readonly AttachedPolicy[]): ActionIndex {
  const tree = emptyNode<CompiledStatement[]>();
  const negated: CompiledStatement[] = [];
  for (const { document } of policies) {
    for (const compiled of compilePolicy(document)) {
      if (compiled.statement.action.negated) negated.push(compiled);
      else for (const glob of compiled.actions) listsOf(tree, glob).push(compiled);
    }
  }
  return { tree, negated };
}

function listsOf(tree: RadixNode<CompiledStatement[]>, glob: Glob): CompiledStatement[] {
  const place = placeOf(tree, literalHead(glob));
  return glob.kind === "exact" ? (place.whole ??= []) : (place.under ??= []);
}

/** The statements whose `Action` or `NotAction` matches; the action is in lower case. */
export function statementsAbout(
  { tree, negated }: ActionIndex,
  action: string,
): readonly CompiledStatement[] {
  const found = new Set<CompiledStatement>();
  const add = (statements: readonly CompiledStatement[]): void => {
    for (const statement of statements) {
      if (matchesAction(statement, action)) found.add(statement);
    }
  };
  follow(tree, action, add);
  add(negated);
  return [...found];
}
