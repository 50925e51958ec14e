import { checkInWorld, type GrantProposal, type Job, planGrant } from "../../src/app/index.ts";
import type { World } from "../../src/policy/index.ts";
import { type NewText, withText } from "./granted-world.ts";
import { type SyncTrial, trySync } from "./try-scene.ts";

/** What is tried of the grants to a sync. */
export interface GrantTrial extends SyncTrial {
  readonly style: "role" | "pattern";
  /** Which of the parts of a grant is left out before the lab, counted around. */
  readonly leftOut: number;
  /** Whether anything is left out at all. */
  readonly isThorough: boolean;
}

export interface GrantOutcome {
  /** Whether grants alone open everything. */
  readonly isWhole: boolean;
  readonly edits: number;
  /** How many parts were left out, one by one. */
  readonly parts: number;
  readonly differences: readonly string[];
}

/** Applies what a grant proposes, and holds its proof against the lab; then leaves out each part of it. */
export async function tryGrant(world: World, job: Job, trial: GrantTrial): Promise<GrantOutcome> {
  const proposals = await planGrant(job, world, { principalStyle: trial.style });
  const edits = proposals.flatMap((proposal) => proposal.edits);
  if (edits.length === 0) return { isWhole: false, edits: 0, parts: 0, differences: [] };
  const isWhole = proposals.every(({ proof }) =>
    proof.every(({ outcome }) => outcome === "allowed"),
  );
  const texts = edits.map(({ account, document, after }) => ({ account, document, text: after }));
  const granted = texts.reduce(withText, world);
  const { differences, trials, verdict } = await trySync(granted, job, trial);
  const refused = trials.filter(({ answer }) => answer.kind === "refused");
  const opened = [
    ...differences.map((difference) => `granted: ${difference}`),
    ...(isWhole && verdict !== "allowed" ? [`granted: the check says ${verdict}`] : []),
    ...(isWhole ? refused.map(({ request }) => `granted: ${request} is refused`) : []),
  ];
  if (!trial.isThorough) return { isWhole, edits: edits.length, parts: 0, differences: opened };
  const again = await planGrant(job, granted, { principalStyle: trial.style });
  const twice = again.flatMap((proposal) => proposal.edits);
  const variants = edits.flatMap((edit) =>
    partsLeftOut(edit).map(({ what, from }) => ({
      what,
      // What another identity needs in the same document is written over this, with this in it.
      world: texts
        .map((one) => (isSameDocument(one, edit) ? { ...one, text: from(one.text) } : one))
        .reduce(withText, world),
    })),
  );
  return {
    isWhole,
    edits: edits.length,
    parts: variants.length,
    differences: [
      ...opened,
      ...twice.map(({ document }) => `granted twice: ${JSON.stringify(document)}`),
      ...idleIn(variants, granted, job),
      ...(await differencesWithout(variants[trial.leftOut % variants.length], job, trial)),
    ],
  };
}

/** A world in which one part of a grant was left out. */
interface Variant {
  readonly what: string;
  readonly world: World;
}

/** The parts without which nothing is less allowed. */
function idleIn(variants: readonly Variant[], granted: World, job: Job): readonly string[] {
  const allowed = allowances(granted, job);
  return variants.flatMap(({ what, world }) => {
    const left = allowances(world, job);
    const isIdle = allowed.every((isAllowed, i) => !isAllowed || left[i] === true);
    return isIdle ? [`granted without need: ${what}`] : [];
  });
}

async function differencesWithout(
  variant: Variant | undefined,
  job: Job,
  trial: SyncTrial,
): Promise<readonly string[]> {
  if (variant === undefined) return [];
  const { differences } = await trySync(variant.world, job, trial);
  return differences.map((difference) => `without ${variant.what}: ${difference}`);
}

/** What a world allows of a sync: every need, and every layer for it. */
function allowances(world: World, job: Job): readonly boolean[] {
  return checkInWorld(job, world).perspectives.flatMap(({ answers }) =>
    answers.flatMap(({ decision }) => [
      decision.outcome === "allowed",
      ...decision.gates.map(({ allows }) => allows === "yes"),
    ]),
  );
}

type Edit = GrantProposal["edits"][number];

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** What is left out, and what then remains of a text of the document. */
interface LeftOut {
  readonly what: string;
  readonly from: (text: string) => NewText["text"];
}

function isSameDocument(one: NewText, { account, document }: Edit): boolean {
  return one.account === account && JSON.stringify(one.document) === JSON.stringify(document);
}

/** The document of an edit without one statement, action or resource of the grant, each in turn. */
function partsLeftOut({ after, added }: Edit): readonly LeftOut[] {
  return added.flatMap(({ sid }) => {
    const own = statementsOf(after).find((each) => each.Sid === sid);
    if (own === undefined) throw new Error(`\`${sid}\` is not in its document`);
    const smaller = (["Action", "Resource"] as const).flatMap((element) => {
      const values = [own[element]].flat();
      if (values.length < 2) return [];
      return values.map((value) => {
        const rest = { ...own, [element]: values.filter((each) => each !== value) };
        return {
          what: `${sid} ${value}`,
          from: (text: string) => withStatement(text, sid, [rest]),
        };
      });
    });
    return [{ what: sid, from: (text: string) => withStatement(text, sid, []) }, ...smaller];
  });
}

/** A text with others in the place of its statement of that name, undefined where none is left. */
function withStatement(text: string, sid: string, others: readonly Statement[]): NewText["text"] {
  const statements = statementsOf(text).flatMap((each) => (each.Sid === sid ? others : [each]));
  if (statements.length === 0) return undefined;
  return JSON.stringify({ ...(JSON.parse(text) as object), Statement: statements });
}

function statementsOf(text: string): readonly Statement[] {
  return (JSON.parse(text) as { readonly Statement: readonly Statement[] }).Statement;
}
