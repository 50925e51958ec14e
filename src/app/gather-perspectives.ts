import {
  type AccountReader,
  factsOfStandIn,
  gatherFacts,
  inPartitionOf,
  type Need,
  needsOf,
  rememberAnswers,
  standIn,
} from "../access/index.ts";
import { withJobs } from "./batch-perspectives.ts";
import type { AskedClients } from "./clients.ts";
import type { gatherNeeded } from "./gather-needed.ts";
import { type Job, profileOf } from "./job.ts";
import { isWithoutAcls, keysNamedIn } from "./keys-named-in.ts";
import { onceEach } from "./once-each.ts";
import type { Standpoint } from "./standpoint.ts";

/** The needs of a job by the profile that has them, with the facts of each. */
export async function gatherPerspectives(
  job: Job,
  clients: AskedClients,
  gather: typeof gatherNeeded = gatherFacts,
): Promise<readonly Standpoint[]> {
  const needs = needsOf(job.calls);
  const profiles = [...new Set(needs.map((need) => profileOf(job, need.side)))];
  const { ownerProfiles, organizationProfiles = [], principal } = job.identities;
  const open = readersOf(clients);
  const [readers, owners, organizations] = await Promise.all([
    open(profiles),
    open(ownerProfiles),
    open(organizationProfiles),
  ]);
  const { witnesses } = clients;
  // Who tells more than the callers themselves, signed in or by a file of answers.
  const known = [...owners, ...(witnesses?.owners ?? [])];
  const managers = [...organizations, ...(witnesses?.organizations ?? [])];
  const actors: readonly Actor[] =
    principal === undefined
      ? readers.map((caller, i) => ({
          caller,
          needs: needs.filter((need) => profileOf(job, need.side) === profiles[i]),
        }))
      : [{ caller: await standIn(principal, [...readers, ...owners]), needs }];
  const own = await Promise.all(
    actors.map(async (actor) => {
      const others = readers.filter((reader) => reader !== actor.caller);
      const asked = { owners: [...others, ...known], organizations: managers };
      const read = await gather({ ...questionsOf(actor, job, clients), ...asked }, actor.needs);
      const facts = principal === undefined ? read : factsOfStandIn(principal, read);
      const acceptsCharges = job.identities.requestPayer === true;
      return { facts: { ...facts, acceptsCharges }, needs: inPartitionOf(facts, actor.needs) };
    }),
  );
  return withJobs(own, job, { readers: [...readers, ...known], organizations: managers });
}

/** Who acts, and what for. */
interface Actor {
  readonly caller: AccountReader;
  readonly needs: readonly Need[];
}

/** What is asked about somebody: what the other identity needs elsewhere does not bear on it. */
function questionsOf(
  { caller, needs }: Actor,
  { identities }: Job,
  { surroundings }: AskedClients,
): Omit<Parameters<typeof gatherFacts>[0], "owners" | "organizations"> {
  return {
    caller,
    buckets: [...new Set(needs.map(({ bucket }) => bucket))],
    keys: keysNamedIn(needs),
    withoutAcls: isWithoutAcls(needs),
    surroundings,
    vpcEndpoint: identities.vpcEndpoint,
  };
}

/** Opens identities so that no question goes to AWS twice, whoever asks it and as what. */
function readersOf(
  clients: AskedClients,
): (profiles: readonly (string | undefined)[]) => Promise<readonly AccountReader[]> {
  const open = onceEach(
    async (profile: string | undefined) => rememberAnswers(await clients.account(profile)).reader,
  );
  return (profiles) => Promise.all(profiles.map(open));
}
