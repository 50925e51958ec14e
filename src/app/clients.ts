import type { AccountReader, AccountWriter } from "../access/index.ts";
import type { Side } from "../aws/index.ts";
import {
  Bandwidth,
  createAccountClient,
  knowsCallers,
  loadProfile,
  type OpenBucketStore,
  type Profile,
  type TransferSettings,
} from "../client/index.ts";
import type { RequestContext } from "../policy/index.ts";
import type { BucketStore } from "../sync/index.ts";
import type { Witnesses } from "./facts-request.ts";
import { type IdentityFlags, type Job, profileOf } from "./job.ts";
import { onceEach } from "./once-each.ts";
import { type Aside, openAside } from "./open-aside.ts";
import { openStore } from "./open-store.ts";
import { partitionsOfSide } from "./partitions-of-side.ts";
import type { ProbedListing } from "./probe-listing.ts";
import { refuseAcrossPartitions } from "./refuse-across-partitions.ts";
import { withSettings } from "./with-settings.ts";

/** The wire behind a job: stores for its S3 sides, and accounts to read facts from and write grants to. */
export interface Clients extends Aside {
  readonly source?: BucketStore;
  readonly destination?: BucketStore;
  /** Asks to write over an object of the destination so that S3 refuses, and nothing changes, also where it may. */
  readonly attemptPut?: OpenBucketStore["attemptPut"];
  /** The list calls that the run begins with. */
  readonly listings: readonly ProbedListing[];
  /** The account behind a profile; the environment or the default profile when undefined. */
  account(profile: string | undefined): Promise<AccountReader & AccountWriter>;
  /** The bucket behind an access point on one side, by its ARN or its alias. */
  readonly bucketOf: (side: Side, point: string) => Promise<string>;
  /** People of other accounts who answered in a file. */
  readonly witnesses?: Witnesses;
  /** Where requests to the destination go, or to the source where that is local, when not to AWS. */
  readonly endpoint?: string | undefined;
  /** What the profile that writes, or reads for a local destination, says of transfers. */
  readonly transfers?: TransferSettings | undefined;
  /** Whether the services of whoever acts can say who that is. */
  readonly knowsCallers: () => Promise<boolean>;
  /** How requests travel, as far as policies can see it. */
  readonly surroundings: RequestContext;
  close(): Promise<void>;
}

/** What a check asks: of accounts it only reads. */
export interface AskedClients extends Omit<Clients, "account"> {
  account(profile: string | undefined): Promise<AccountReader>;
}

/** Loads profiles, each once. */
export function profilesFor({
  region,
  endpointUrl,
  unsigned,
  caBundle,
}: IdentityFlags): (name: string | undefined) => Promise<Profile> {
  return onceEach((profile: string | undefined) =>
    loadProfile({ profile, region, endpointUrl, unsigned, caBundle }),
  );
}

/** Finds the identities of a job and opens its buckets; nothing is sent yet. */
export async function openClients(
  job: Job,
  profile: ReturnType<typeof profilesFor> = profilesFor(job.identities),
): Promise<Clients> {
  await refuseByRegions(job, profile);
  const account = onceEach(async (name: string | undefined) =>
    createAccountClient(await profile(name)),
  );
  const { transfers, endpoints } = await profile(profileOf(job, endToReach(job)));
  const { maxConcurrentRequests, maxBandwidth } = withSettings(job.options, transfers);
  const limits = {
    connections: maxConcurrentRequests,
    bandwidth: maxBandwidth === undefined ? undefined : new Bandwidth(maxBandwidth),
  };
  const witnesses = await witnessesOf(job);
  const [source, destination] = await Promise.all([
    openStore(job, "source", { profile, limits }),
    openStore(job, "destination", { profile, limits }),
  ]);
  const aside = await openAside(job, destination, { profile, limits });
  return {
    ...(source && { source }),
    ...(destination && {
      destination,
      attemptPut: (key, options) => destination.attemptPut(key, options),
    }),
    ...aside.parts,
    ...(witnesses && { witnesses }),
    listings: [...listingOf("source", job, source), ...listingOf("destination", job, destination)],
    account,
    bucketOf: async (side, point) =>
      (await (await account(profileOf(job, side))).accessPoint(point)).bucket,
    endpoint: endpoints.s3,
    transfers,
    knowsCallers: async () => knowsCallers(await profile(profileOf(job, endToReach(job)))),
    surroundings: surroundingsOf(await profile(profileOf(job, "source"))),
    close: async () => {
      await Promise.all([source?.close(), destination?.close(), aside.close()]);
    },
  };
}

async function refuseByRegions(
  job: Job,
  profile: (name: string | undefined) => Promise<Profile>,
): Promise<void> {
  const [source, destination] = await Promise.all([
    profile(profileOf(job, "source")),
    profile(profileOf(job, "destination")),
  ]);
  refuseAcrossPartitions(job, {
    source: partitionsOfSide(source, job.identities.sourceRegion),
    destination: partitionsOfSide(destination),
  });
}

async function witnessesOf({ identities }: Job): Promise<Witnesses | undefined> {
  const { answers = [] } = identities;
  if (answers.length === 0) return undefined;
  const { readWitnesses } = await import("./facts-request.ts");
  return readWitnesses(answers);
}

function listingOf(
  side: Side,
  { [side]: place, options: { pageSize }, calls }: Job,
  store: BucketStore | undefined,
): readonly ProbedListing[] {
  const isListed = calls.some((call) => call.operation === "ListObjectsV2" && call.side === side);
  if (place.kind === "local" || store === undefined || !isListed) return [];
  const prefix =
    place.prefix === "" || place.prefix.endsWith("/") ? place.prefix : `${place.prefix}/`;
  return [{ side, store, prefix, ...(pageSize === undefined ? {} : { pageSize }) }];
}

function endToReach({ destination }: Job): Side {
  return destination.kind === "s3" ? "destination" : "source";
}

/** AWS itself is always reached over TLS; another endpoint may not be. */
function surroundingsOf({ endpoints }: Profile): RequestContext {
  const isPlain = endpoints.s3?.startsWith("http:") === true;
  return new Map([["aws:securetransport", [String(!isPlain)]]]);
}
