import {
  contextOrigins,
  type Facts,
  factsOfWorld,
  judge,
  type Need,
  needsBySize,
  needsOf,
  weighBySize,
  withKeyNeeds,
  withNamedKeys,
} from "../../../access/index.ts";
import {
  type Decision,
  decisionVerdict,
  type Explanation,
  explanationOf,
  type Verdict,
  type World,
  worldPrincipals,
} from "../../../policy/index.ts";
import { editedFacts } from "./edited-facts.ts";
import type { Edits } from "./edits.ts";
import type { Run } from "./given.ts";

/** One permission that the run takes, and what the policies say to it. */
export interface Answer {
  readonly need: Need;
  readonly decision: Decision;
  /** The decision's, but for what nobody knows to be asked for. */
  readonly verdict: Verdict;
  /** Whether it is denied, and nobody knows of an object that takes it. */
  readonly hangsOnSize?: true;
  /** Whether it is denied for objects without tags, and for which others nobody can tell. */
  readonly hangsOnTags?: true;
}

/** Every permission that a run cannot do without, in its order, with the facts that the answers rest on. */
export interface Answers {
  readonly facts: Facts;
  /** What it takes, without what it asks of keys: those that a fix is for, by what is said of sizes. */
  readonly needs: readonly Need[];
  /** Whether only large objects take some of it. */
  readonly dependsOnSize: boolean;
  readonly all: readonly Answer[];
}

/** What is asked: a run, in a world. */
export interface Asked {
  readonly world: World;
  readonly run: Run;
}

/** Answers a run by its world with some policies changed; throws `UsageError` for a profile that is not there. */
export function answersOf({ world, run }: Asked, edits: Edits): Answers {
  const needs = needsOf(run.calls).filter(({ essential }) => essential);
  const buckets = [...new Set(needs.map(({ bucket }) => bucket))];
  const named = withNamedKeys(factsOfWorld(world, run.profile, buckets), world, needs);
  const ofWorld = editedFacts(named, edits);
  const surroundings = new Map(ofWorld.surroundings).set("aws:securetransport", [
    String(run.usesTls),
  ]);
  const facts = { ...ofWorld, surroundings, acceptsCharges: run.acceptsCharges };
  const ofAnySize = withKeyNeeds(needs, facts);
  const needed = needsBySize(ofAnySize, run.sizes).filter(({ essential }) => essential);
  return {
    facts,
    needs: needsBySize(needs, run.sizes).filter(({ essential }) => essential),
    dependsOnSize: ofAnySize.some(({ occasion }) => occasion === "if-large"),
    all: judge(needed, facts).map((judgement) =>
      weighBySize({ ...judgement, verdict: decisionVerdict(judgement.decision) }, run.sizes),
    ),
  };
}

/** Why a need is answered as it is. */
export function explain(
  { need, decision }: Pick<Answer, "need" | "decision">,
  facts: Facts,
): Explanation {
  const origins = contextOrigins(need, facts, decision.request.context);
  return explanationOf(decision, { origins });
}

/** Who else may do what with the policies as changed, and could not before. */
export interface Opening {
  readonly profile: string;
  /** `s3:PutObject arn:aws:s3:::bucket/*` and the like. */
  readonly permissions: readonly string[];
}

/** What a change opens to everybody else in the world, of the same permissions. */
export function alsoOpened(asked: Asked, edits: Edits): readonly Opening[] {
  if (edits.size === 0) return [];
  return worldPrincipals(asked.world)
    .filter(({ profile }) => profile !== asked.run.profile)
    .flatMap(({ profile }) => {
      const run = { ...asked.run, profile };
      const before = new Set(allowedIn(answersOf({ ...asked, run }, new Map())));
      const after = allowedIn(answersOf({ ...asked, run }, edits));
      const permissions = after.filter((permission) => !before.has(permission));
      return permissions.length === 0 ? [] : [{ profile, permissions }];
    });
}

function allowedIn({ all }: Answers): readonly string[] {
  return all
    .filter(({ decision }) => decision.outcome === "allowed")
    .map(({ need }) => permissionOf(need));
}

/** A need as people read it. */
export function permissionOf({ action, resource, anyKeyUnder }: Need): string {
  return `${action} ${resource}${anyKeyUnder === true ? "*" : ""}`;
}
