import type { Facts } from "../facts/facts.ts";
import { judge, type Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";
import { factsAfter } from "./apply-draft.ts";
import { draftGrant, type GrantDraft, type GrantManner } from "./grant-draft.ts";
import type { GrantRefusal } from "./grant-proposal.ts";
import { keyGrantDrafts } from "./key-grant-drafts.ts";
import { type Lack, lackingLayers } from "./lacking-layers.ts";
import { refuseDraft } from "./refuse-draft.ts";
import { trimDraft } from "./trim-draft.ts";

/** What is to be opened, and how. */
export interface DraftQuestion {
  readonly needs: readonly Need[];
  readonly facts: Facts;
  /** As if no other grant were there. */
  readonly alone: Facts;
  readonly judgements: readonly Judgement[];
  /** Needs that no statement opens. */
  readonly unusable: readonly Need[];
  readonly manner: GrantManner;
  /** Whether grants of KMS are wanted instead of statements in key policies. */
  readonly keyGrants: boolean;
}

/** What is lacking, the drafts for it that AWS would take, and why it would not take the others. */
export interface DraftPlan {
  readonly lacks: readonly Lack[];
  readonly drafts: readonly GrantDraft[];
  readonly refusals: readonly GrantRefusal[];
}

/** Plans the drafts; where a key's policy cannot be written, a grant of KMS stands in for a statement of it. */
export function planDrafts(question: DraftQuestion): DraftPlan {
  const { keyGrants } = question;
  const first = planWith(question, () => keyGrants);
  const unwritable = first.refusals.flatMap((refusal) =>
    "document" in refusal && refusal.document.kind === "keyPolicy" ? [refusal.document.key] : [],
  );
  return unwritable.length === 0
    ? first
    : planWith(question, (key) => keyGrants || unwritable.includes(key));
}

function planWith(question: DraftQuestion, isByGrant: (key: string) => boolean): DraftPlan {
  const { facts, alone, judgements, manner } = question;
  const byGrant = keyGrantDrafts(
    lacksOf(judgements, question).filter(({ need }) => isByGrant(need.resource)),
    { facts, judgements },
    manner,
  );
  // Whom a grant names needs no statement besides.
  const left =
    byGrant.length === 0 ? judgements : judge(question.needs, byGrant.reduce(factsAfter, alone));
  const lacks = lacksOf(left, question);
  const drafts: GrantDraft[] = [...byGrant];
  const refusals: GrantRefusal[] = [];
  for (const drafted of draftGrant(lacks, facts, manner)) {
    const draft =
      drafted.layer === "vpcEndpoint" ? trimDraft(drafted, { facts, alone, manner }) : drafted;
    if (draft.statements.length === 0) continue;
    const refusal = refuseDraft(draft, facts);
    if (refusal === undefined) drafts.push(draft);
    else refusals.push(refusal);
  }
  return { lacks, drafts, refusals };
}

function lacksOf(
  judgements: readonly Judgement[],
  { alone, unusable }: DraftQuestion,
): readonly Lack[] {
  return lackingLayers(judgements, alone).filter(({ need }) => !unusable.includes(need));
}
