import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import {
  endpointNeeds,
  endpointStatements,
  type GrantDraft,
  type GrantManner,
} from "./grant-draft.ts";
import type { NewStatement } from "./grant-statements.ts";
import { losesWith } from "./prove-grant.ts";
import { standingPolicy } from "./standing-policy.ts";

/** What a draft rests on. */
interface Ground {
  readonly facts: Facts;
  /** As if no other grant were there. */
  readonly alone: Facts;
  readonly manner: GrantManner;
}

/**
 * An endpoint's draft without what stands there already, but for other grants: of an access point and its bucket
 * the endpoint may let one pass, for some actions.
 */
export function trimDraft(draft: GrantDraft, { facts, alone, manner }: Ground): GrantDraft {
  const all = endpointNeeds(draft.lacks, facts);
  if (all.length === draft.lacks.length) return draft;
  const apart = { ...draft, before: standingPolicy(draft.document, alone) };
  const written = (needs: readonly Need[]): readonly NewStatement[] =>
    endpointStatements(needs, draft.before, manner);
  const missing = all.reduce((left, need) => {
    const rest = left.filter((other) => other !== need);
    return losesWith(written(rest), alone, apart) ? left : rest;
  }, all);
  return { ...draft, statements: written(missing) };
}
