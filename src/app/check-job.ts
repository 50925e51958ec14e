import {
  type Facts,
  judge,
  type Judgement,
  needsBySize,
  type SizesSeen,
  weighBySize,
  withKeyNeeds,
} from "../access/index.ts";
import { decisionVerdict, type Verdict } from "../policy/index.ts";
import type { AskedClients } from "./clients.ts";
import { gatherNeeded } from "./gather-needed.ts";
import { gatherPerspectives } from "./gather-perspectives.ts";
import type { Job } from "./job.ts";
import { lookAtSource } from "./look-at-source.ts";
import { probeListing } from "./probe-listing.ts";
import type { Probe } from "./probes/probe.ts";
import { sampleOfListing } from "./sample-of-listing.ts";
import type { Standpoint } from "./standpoint.ts";
import { sizesOf } from "./sizes-of.ts";
import { withSettings } from "./with-settings.ts";

/** One permission that the run takes, what the policies say to it, and what AWS itself said where it was asked. */
export interface Answer extends Judgement {
  readonly probe?: Probe;
  /** The probe's word where there is one, else the policies'. */
  readonly verdict: Verdict;
  /** What the policies say, where the probe says otherwise. */
  readonly overruled?: Exclude<Verdict, "unknown">;
  /** Whether it is denied, and nobody knows of an object that takes it. */
  readonly hangsOnSize?: true;
}

/** What one identity of a run may do, and the facts that this rests on. */
export interface Perspective {
  readonly facts: Facts;
  readonly answers: readonly Answer[];
  /** Whether it is nobody who is signed in here, so that no probe tells of it. */
  readonly actsElsewhere?: true;
}

/** The answer before byte one: every permission that the run takes, through every layer that could be read. */
export interface CheckResult {
  readonly verdict: Verdict;
  /** One for each identity that acts. */
  readonly perspectives: readonly Perspective[];
  /** What was seen of sizes, where anybody looked. */
  readonly sizes?: SizesSeen;
  /** The list calls that were tried. */
  readonly listings?: readonly Probe[];
  /** Everything that was tried, where that was asked for. */
  readonly probes?: readonly Probe[];
}

/** How a job is checked. */
interface CheckManner {
  readonly signal: AbortSignal;
  /** The sizes that it is for, whatever the source shows. */
  readonly sizes?: SizesSeen | undefined;
}

/** Checks a job on live facts, and tries the list calls that it would begin with. */
export async function checkJob(
  job: Job,
  clients: AskedClients,
  { signal, sizes }: CheckManner,
): Promise<CheckResult> {
  const [perspectives, seen] = await Promise.all([
    gatherPerspectives(job, clients, gatherNeeded),
    look(job, clients, signal),
  ]);
  return checkFacts(perspectives, seen.probes, sizes ?? seen.sizes);
}

/** What the first pages of its listings, or its files, show of the sizes that a job transfers. */
export async function lookAtSizes(
  job: Job,
  clients: AskedClients,
  signal: AbortSignal,
): Promise<SizesSeen | undefined> {
  return (await look(job, clients, signal)).sizes;
}

async function look(
  job: Job,
  clients: AskedClients,
  signal: AbortSignal,
): Promise<{ readonly probes: readonly Probe[]; readonly sizes: SizesSeen | undefined }> {
  const [probes, files] = await Promise.all([
    Promise.all(clients.listings.map((listing) => probeListing(listing, signal))),
    lookAtSource(job),
  ]);
  const settled = { ...job, options: withSettings(job.options, clients.transfers) };
  const source = files ?? sampleOfListing("source", job, probes);
  const destination = sampleOfListing("destination", job, probes);
  return { probes, sizes: sizesOf(settled, { source, destination }) };
}

/** Checks needs on facts that are already there, e.g. those of a world file. */
export function checkFacts(
  perspectives: readonly Standpoint[],
  probes: readonly Probe[],
  sizes?: SizesSeen,
): CheckResult {
  const judged = perspectives.map(({ facts, needs, actsElsewhere }) => ({
    facts,
    ...(actsElsewhere && { actsElsewhere }),
    answers: judge(needsBySize(withKeyNeeds(needs, facts), sizes), facts).map((judgement) =>
      weighBySize(answerOf(judgement, probes), sizes),
    ),
  }));
  const verdict = verdictOf(judged.flatMap(({ answers }) => answers));
  return { verdict, perspectives: judged, ...(sizes && { sizes }), listings: probes };
}

function answerOf(judgement: Judgement, probes: readonly Probe[]): Answer {
  const { need, decision } = judgement;
  const probe =
    need.action === "s3:ListBucket"
      ? probes.find(({ bucket, side }) => bucket === need.bucket && side === need.side)
      : undefined;
  const predicted = decisionVerdict(decision);
  if (probe?.outcome !== "allowed" && probe?.outcome !== "denied") {
    return { ...judgement, verdict: predicted };
  }
  const isOverruled = predicted !== "unknown" && predicted !== probe.outcome;
  const verdict = probe.outcome;
  return { ...judgement, probe, verdict, ...(isOverruled && { overruled: predicted }) };
}

/** What only a failed run or a tagged object needs does not decide. */
export function verdictOf(answers: readonly Answer[]): Verdict {
  const essential = answers.filter(({ need }) => need.essential);
  if (essential.some(({ verdict }) => verdict === "denied")) return "denied";
  return essential.every(({ verdict }) => verdict === "allowed") ? "allowed" : "unknown";
}
