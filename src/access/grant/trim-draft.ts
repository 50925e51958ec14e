import type { Facts } from "../facts/facts.ts";
import type { GrantDraft } from "./grant-draft.ts";
import { isNecessary } from "./prove-grant.ts";
import { standingPolicy } from "./standing-policy.ts";

/** A draft without the statements that what stands there, but for other grants, makes idle. */
export function trimDraft(draft: GrantDraft, alone: Facts): GrantDraft {
  const apart = { ...draft, before: standingPolicy(draft.document, alone) };
  const { statements } = draft.statements.reduce((left, statement) => {
    if (isNecessary(alone, left, statement)) return left;
    return { ...left, statements: left.statements.filter((other) => other !== statement) };
  }, apart);
  return { ...draft, statements };
}
