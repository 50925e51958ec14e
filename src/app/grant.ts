import { setTimeout } from "node:timers/promises";
import {
  type Facts,
  type GrantEdit,
  type GrantProposal,
  type GrantQuestion,
  needsOfGrant,
  proposeGrant,
  proposeRevocation,
  purposeOf,
  type Revocation,
  type SizesSeen,
  withChange,
} from "../access/index.ts";
import { type Sentence, UsageError } from "../aws/index.ts";
import { type World, worldPrincipals } from "../policy/index.ts";
import { formatPlace } from "../sync/index.ts";
import { perspectivesIn } from "./check-in-world.ts";
import { requireBuckets } from "./require-buckets.ts";
import type { Verdict } from "../policy/index.ts";
import { checkJob } from "./check-job.ts";
import { gatherPerspectives } from "./gather-perspectives.ts";
import type { Clients } from "./clients.ts";
import type { Account } from "./document-change.ts";
import { type Job, profileOf } from "./job.ts";
import { probeJob } from "./probes/probe-job.ts";
import type { Standpoint } from "./standpoint.ts";
import { untilSettled } from "./until-settled.ts";
import { notAsRead, writeDocument } from "./write-document.ts";

/** What grants are planned on: live accounts, or a world. */
export type GrantGround = Clients | World;

/** How grants are to be written. */
export interface GrantChoices extends Omit<GrantQuestion, "needs" | "facts" | "purpose"> {
  /** Of what is transferred, where the grant is for no other. */
  readonly sizes?: SizesSeen | undefined;
}

/** What one identity of a job lacks. */
export interface PlannedGrant extends GrantProposal {
  /** Whether it is nobody who runs the job. */
  readonly actsElsewhere?: true;
}

/** Proposes what each identity of a job lacks, on live facts or on those of a world. */
export async function planGrant(
  job: Job,
  on: GrantGround,
  { sizes, ...manner }: GrantChoices,
): Promise<readonly PlannedGrant[]> {
  const proposals: PlannedGrant[] = [];
  const standpoints = await perspectivesOn(job, on);
  const purpose = purposesIn(job, standpoints);
  for (const standpoint of inOrder(standpoints)) {
    const { actsElsewhere, facts: read, needs } = standpoint;
    // Two identities may need the same document changed: the second change is made to the first's.
    const facts = proposals
      .flatMap(({ edits }) => edits)
      .filter(({ before }) => before.known)
      .reduce(withChange, read);
    requireBuckets(facts);
    const proposal = proposeGrant({
      needs: actsElsewhere ? needs : needsOfGrant(needs, sizes),
      facts,
      purpose: purpose(standpoint),
      ...manner,
    });
    proposals.push({ ...proposal, ...(actsElsewhere && { actsElsewhere }) });
  }
  return proposals;
}

/** A role is made before policies that name it: AWS takes none that names nobody. */
function inOrder(standpoints: readonly Standpoint[]): readonly Standpoint[] {
  const opens = ({ facts }: Standpoint): boolean => facts.trust !== undefined;
  return [...standpoints.filter(opens), ...standpoints.filter((each) => !opens(each))];
}

function perspectivesOn(job: Job, on: GrantGround): ReturnType<typeof gatherPerspectives> {
  return isWorld(on) ? Promise.resolve(perspectivesIn(job, on)) : gatherPerspectives(job, on);
}

function isWorld(on: GrantGround): on is World {
  return "accounts" in on;
}

/** An edit made, and through which identity. */
interface AppliedEdit {
  readonly edit: GrantEdit;
  readonly as: Sentence;
}

/** How changes are confirmed. */
interface Confirmation {
  /** What the grant went by, where it was for no other sizes; else the source tells. */
  readonly sizes: SizesSeen | undefined;
  readonly signal: AbortSignal;
}

/** What AWS says to a job once changes are made: facts read again, and requests that move nothing. */
export function confirmGrant(
  job: Job,
  clients: Clients,
  { sizes, signal }: Confirmation,
): Promise<Verdict> {
  return untilSettled(
    async () => {
      const check = await checkJob(job, clients, { signal, sizes });
      return probeJob({ job, check }, clients, signal);
    },
    (ms) => setTimeout(ms, undefined, { signal }),
  );
}

/** Writes one edit as its owner; refuses when the document is no longer the one that was read. */
export async function applyEdit(edit: GrantEdit, job: Job, clients: Clients): Promise<AppliedEdit> {
  const { account, after, before, document } = edit;
  if (!before.known) throw notAsRead(document);
  const owner = await ownerOf(account, job, clients);
  await writeDocument({ account, document, before: before.value, after }, owner);
  return { edit, as: owner.label };
}

/** Finds what earlier grants gave the identities of a job, in the documents that they may read. */
export async function planRevocation(job: Job, on: GrantGround): Promise<readonly Revocation[]> {
  const revocations: Revocation[] = [];
  const standpoints = await perspectivesOn(job, on);
  const purpose = purposesIn(job, standpoints);
  for (const standpoint of standpoints) {
    // What was granted to two identities may stand in one document: the second cut is made in what the first leaves.
    const factsOf = (each: Standpoint): Facts => revocations.reduce(withChange, each.facts);
    const others = standpoints.filter((each) => each !== standpoint).map(factsOf);
    revocations.push(...proposeRevocation(factsOf(standpoint), purpose(standpoint), others));
  }
  return revocations;
}

/**
 * From where to where: what else a run does, it is granted and revoked with. What acts elsewhere does so for whoever
 * runs, and stays for the others who do.
 */
function purposesIn(
  { source, destination }: Job,
  [first]: readonly Standpoint[],
): (standpoint: Standpoint) => string {
  const route = JSON.stringify([source, destination].map(placeName));
  return ({ actsElsewhere }) =>
    actsElsewhere && first !== undefined ? purposeOf(first.facts, route) : route;
}

/** Every directory is one, since S3 asks for none. */
function placeName(place: Job["source"]): string {
  return place.kind === "local" ? "" : formatPlace(place).replace(/\/+$/, "");
}

/** Takes a grant out of one document as its owner; resolves to what people call that identity. */
export async function applyRevocation(
  revocation: Revocation,
  job: Job,
  clients: Clients,
): Promise<Sentence> {
  const owner = await ownerOf(revocation.account, job, clients);
  await writeDocument(revocation, owner);
  return owner.label;
}

/** The profiles given, by account: the first one of each that may change policies there. */
export async function ownerProfiles(
  job: Job,
  on: GrantGround,
): Promise<ReadonlyMap<string, string>> {
  const names = namesOf(job).filter((name) => name !== undefined);
  const accounts = await Promise.all(names.map((name) => accountOf(name, on)));
  const pairs = names.map((name, i) => [accounts[i] ?? "", name] as const);
  return new Map(pairs.reverse());
}

async function accountOf(profile: string, on: GrantGround): Promise<string | undefined> {
  if (isWorld(on)) {
    return worldPrincipals(on).find((principal) => principal.profile === profile)?.account;
  }
  const client = await on.account(profile);
  return (await client.callerIdentity()).account;
}

/** Those who may be owners first. */
function namesOf(job: Job): readonly (string | undefined)[] {
  return [...job.identities.ownerProfiles, profileOf(job, "source"), profileOf(job, "destination")];
}

/** The identity, among those given, that belongs to an account. */
async function ownerOf(account: string, job: Job, clients: Clients): Promise<Account> {
  for (const name of namesOf(job)) {
    const candidate = await clients.account(name);
    if ((await candidate.callerIdentity()).account === account) return candidate;
  }
  throw new UsageError({
    en: `cannot write as account \`${account}\`: none of the profiles given belongs to it; name one with \`--owner-profile\``,
    ja: `アカウント \`${account}\` に書き込めません。指定したプロファイルのどれもこのアカウントのものではありません。\`--owner-profile\` で指定してください`,
  });
}
