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
  const variants = edits.flatMap((edit, i) =>
    partsLeftOut(edit).map(({ text, what }) => ({
      what,
      world: texts.map((one, at) => (at === i ? { ...one, text } : one)).reduce(withText, world),
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

/** What is left out, and what remains of the document. */
interface LeftOut extends Pick<NewText, "text"> {
  readonly what: string;
}

/** The document of an edit without one statement, action or resource of the grant, each in turn. */
function partsLeftOut({ after, added }: Edit): readonly LeftOut[] {
  const document = JSON.parse(after) as { readonly Statement: readonly Statement[] };
  return added.flatMap(({ sid }) => {
    const others = document.Statement.filter((each) => each.Sid !== sid);
    const own = document.Statement.find((each) => each.Sid === sid);
    if (own === undefined) throw new Error(`\`${sid}\` is not in its document`);
    const smaller = (["Action", "Resource"] as const).flatMap((element) => {
      const values = [own[element]].flat();
      if (values.length < 2) return [];
      return values.map((value) => ({
        what: `${sid} ${value}`,
        statements: [...others, { ...own, [element]: values.filter((each) => each !== value) }],
      }));
    });
    return [{ what: sid, statements: others }, ...smaller].map(({ what, statements }) => ({
      what,
      text:
        statements.length === 0
          ? undefined
          : JSON.stringify({ ...document, Statement: statements }),
    }));
  });
}
