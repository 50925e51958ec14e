import { compilePolicy, type CompiledStatement } from "../evaluate/compile-policy.ts";
import { matchesAction } from "../evaluate/evaluate-statement.ts";
import { type Glob, literalHead } from "../match/glob.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import { emptyNode, placeOf, type RadixNode, stepDown } from "./radix-tree.ts";

type Place = RadixNode<CompiledStatement[]>;

/** The statements of some policies, found by action: a name, a beginning, or everything. */
export interface ActionIndex {
  readonly tree: Place;
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

function listsOf(tree: Place, glob: Glob): CompiledStatement[] {
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
  let at = 0;
  for (let node: Place | undefined = tree; node !== undefined; node = stepDown(node, action, at)) {
    at += node.edge.length;
    add(node.under ?? []);
    if (at === action.length) add(node.whole ?? []);
  }
  add(negated);
  return [...found];
}
