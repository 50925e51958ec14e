import type { Layer } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { judge, type Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";
import { factsAfter } from "./apply-draft.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { GrantProof } from "./grant-proposal.ts";
import type { NewStatement } from "./grant-statements.ts";

/** Judges every need again with the drafts applied; a draft to an unread document proves nothing. */
export function proveGrant(
  needs: readonly Need[],
  facts: Facts,
  drafts: readonly GrantDraft[],
): readonly GrantProof[] {
  const applied = drafts.filter(({ before }) => before.known).reduce(factsAfter, facts);
  return judge(needs, applied).map((judgement) => ({
    ...judgement,
    outcome: outcomeOf(judgement),
  }));
}

function outcomeOf({ decision }: Judgement): GrantProof["outcome"] {
  switch (decision.outcome) {
    case "allowed":
      return "allowed";
    case "explicitDeny":
    case "implicitDeny":
      return "denied";
    case "unknown":
      return "unproved";
  }
}

/** Whether a draft without this statement would leave a layer silent that now allows. */
export function isNecessary(facts: Facts, draft: GrantDraft, statement: NewStatement): boolean {
  const rest = draft.statements.filter((other) => other !== statement);
  return losesWith(rest, facts, draft);
}

/** The actions and resources of a statement without which every layer would still allow what it now allows. */
export function spareParts(
  facts: Facts,
  draft: GrantDraft,
  statement: NewStatement,
): readonly string[] {
  return (["Action", "Resource"] as const).flatMap((element) => {
    const parts = [statement[element] ?? []].flat();
    if (parts.length < 2) return [];
    return parts.filter((part) => {
      const less = { ...statement, [element]: parts.filter((other) => other !== part) };
      const statements = draft.statements.map((other) => (other === statement ? less : other));
      return !losesWith(statements, facts, draft);
    });
  });
}

/** Whether with other statements a need is no longer allowed in the draft's layer. */
export function losesWith(
  statements: readonly NewStatement[],
  facts: Facts,
  draft: GrantDraft,
): boolean {
  const needs = draft.lacks.map(({ need }) => need);
  const isAllowed = (written: readonly NewStatement[]): readonly boolean[] =>
    judge(needs, factsAfter(facts, { ...draft, statements: written })).map((judgement) =>
      allowsIn(draft.layer, judgement),
    );
  const without = isAllowed(statements);
  return isAllowed(draft.statements).some((allowed, i) => allowed && without[i] === false);
}

function allowsIn(layer: Layer, { decision }: Judgement): boolean {
  return decision.gates.some((gate) => gate.layer === layer && gate.allows === "yes");
}
