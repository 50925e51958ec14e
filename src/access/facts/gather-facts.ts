import { joinSentences, parseArn } from "../../aws/index.ts";
import { publicStatements, type RequestContext } from "../../policy/index.ts";
import type { AccountReader, CallerIdentity } from "../ports.ts";
import { type NamedBucket, namedBucket } from "./access-point-facts.ts";
import { askForPolicies, bucketFacts } from "./bucket-facts.ts";
import { bucketSettingFacts } from "./bucket-setting-facts.ts";
import { callerFacts, identityPoliciesOf, principalArnOf } from "./caller-facts.ts";
import { callerOfIdentity } from "./caller-of-identity.ts";
import { endpointFact } from "./endpoint-facts.ts";
import { type EncryptionQuestion, encryptionFacts } from "./encryption-facts.ts";
import { assumed, type BucketFacts, type Fact, type Facts, type Limits, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { type NamedKey, namedKeyFacts } from "./named-keys.ts";
import { limitsOf } from "./limits-of.ts";
import { type Standing, standingOf } from "./organization-facts.ts";
import { type PermissionSetFacts, permissionSetFacts } from "./permission-set-facts.ts";
import { ordinarySurroundings } from "./surroundings.ts";

/** Whom to ask, and about what. */
export interface FactQuestions {
  /** The identity that runs. */
  readonly caller: AccountReader;
  /** Identities of other accounts that may know more of the buckets. */
  readonly owners: readonly AccountReader[];
  /** Identities that may know of organizations and permission sets. */
  readonly organizations?: readonly AccountReader[];
  /** As the run names them: also by an access point. */
  readonly buckets: readonly string[];
  /** The KMS keys that requests name. */
  readonly keys?: readonly NamedKey[];
  /** Leaves out settings of the caller's own buckets that only bear on other accounts and on ACLs. */
  readonly withoutAcls?: boolean;
  /** Leaves out the grants of keys, as if there were none. */
  readonly withoutKeyGrants?: boolean;
  readonly surroundings?: RequestContext;
  /** The id of the VPC endpoint that requests come by, where somebody named one. */
  readonly vpcEndpoint?: string | undefined;
}

/** Reads all facts at once; what AWS refuses to tell becomes unknown, with AWS's reason. */
export async function gatherFacts(questions: FactQuestions): Promise<Facts> {
  const { caller, owners, organizations = [] } = questions;
  const readers = [caller, ...owners];
  const asking = Promise.all(questions.buckets.map((name) => askForBucket(name, readers)));
  // Bad credentials fail everywhere alike; the first failure is thrown.
  asking.catch(() => undefined);
  const identities = await Promise.all(readers.map((reader) => reader.callerIdentity()));
  const identity = identities[0];
  if (identity === undefined) throw new Error("a run has an identity");
  const readersOf = (account: string): readonly AccountReader[] =>
    readers.filter((_, i) => identities[i]?.account === account);
  const standings = new Map<string, Promise<Standing>>();
  const standingIn = (account: string): Promise<Standing> => {
    const standing =
      standings.get(account) ??
      standingOf(account, { named: organizations, own: readersOf(account) });
    standings.set(account, standing);
    return standing;
  };
  const known = asking.then(
    (answers) =>
      new Map(
        answers.map(({ named, told }) => [
          named.name,
          { named, ...withOwner(named, bucketFacts(told, identities, readers)) },
        ]),
      ),
  );
  const { keys = [], withoutAcls = false, withoutKeyGrants: withoutGrants } = questions;
  const whom = { identity, organizations, readersOf, standingIn };
  const inquiry = { ...whom, withoutAcls, withoutGrants, known };
  const { vpcEndpoint } = questions;
  const [ofCaller, buckets, standing, named, endpoint] = await Promise.all([
    factsOfCaller(inquiry),
    known.then((all) => Promise.all([...all].map((each) => factsOfBucket(each, inquiry)))),
    standingIn(identity.account),
    known.then((all) =>
      namedKeyFacts(keysOf(keys, all), ownersOf(all), { caller: identity.account, ...inquiry }),
    ),
    vpcEndpoint === undefined ? undefined : endpointFact(vpcEndpoint, readers),
  ]);
  return {
    ...ofCaller,
    callerLabel: caller.label,
    limits: {
      ...ofCaller.limits,
      ...(endpoint && { vpcEndpoint: endpoint.policy }),
      managementAccounts: await managersIn(standings),
    },
    organizationId: idOf(standing.organization),
    buckets: new Map(buckets.map((each) => withRegion(each, named.regions))),
    ...(named.keys.size > 0 && { keys: named.keys }),
    surroundings: new Map([
      ...ordinarySurroundings,
      ...(standing.path.known ? [["aws:principalorgpaths", [standing.path.value]] as const] : []),
      ...(endpoint?.surroundings ?? []),
      ...(questions.surroundings ?? []),
    ]),
  };
}

/** A name's bucket, and what each identity answered about its policy. */
async function askForBucket(
  name: string,
  readers: readonly AccountReader[],
): Promise<{
  readonly named: NamedBucket;
  readonly told: Awaited<ReturnType<typeof askForPolicies>>;
}> {
  const named = await namedBucket(name, readers);
  return {
    named,
    told: named.bucket === undefined ? [] : await askForPolicies(named.bucket, readers),
  };
}

/** Whose a bucket is, its access point may tell where its policy is kept back; or why nobody knows of a bucket. */
function withOwner({ accessPoint, owner }: NamedBucket, told: OwnedPolicy): OwnedPolicy {
  if (told.owner.known) return told;
  if (accessPoint?.known === false) return { owner: accessPoint, policy: accessPoint };
  return owner === undefined ? told : { ...told, owner };
}

/** Keys are looked up where the bucket itself is. */
function keysOf(keys: readonly NamedKey[], known: KnownBuckets): readonly NamedKey[] {
  return keys.map((key) => ({ ...key, bucket: known.get(key.bucket)?.named.bucket ?? key.bucket }));
}

function ownersOf(known: KnownBuckets): (bucket: string) => string | undefined {
  return (bucket) => {
    const found = [...known.values()].find(({ named }) => named.bucket === bucket);
    return found?.owner.known === true ? found.owner.value : undefined;
  };
}

function withRegion(
  [bucket, facts]: readonly [string, BucketFacts],
  regions: ReadonlyMap<string, string>,
): readonly [string, BucketFacts] {
  const point = facts.accessPoint?.known === true ? facts.accessPoint.value : undefined;
  const region = point === undefined ? regions.get(bucket) : parseArn(point.arn)?.region;
  return [bucket, region === undefined ? facts : { ...facts, region }];
}

type OwnedPolicy = Pick<BucketFacts, "owner" | "policy" | "isMissing">;

/** By the names that the run has for them. */
type KnownBuckets = ReadonlyMap<string, OwnedPolicy & { readonly named: NamedBucket }>;

/** What all the questions share. */
interface Inquiry {
  readonly identity: CallerIdentity;
  readonly withoutAcls: boolean;
  readonly withoutGrants: boolean | undefined;
  readonly organizations: readonly AccountReader[];
  /** The identities of an account: whoever is of it may read what the caller itself may not. */
  readonly readersOf: (account: string) => readonly AccountReader[];
  readonly standingIn: (account: string) => Promise<Standing>;
  readonly known: Promise<KnownBuckets>;
}

async function factsOfCaller(
  inquiry: Inquiry,
): Promise<Pick<Facts, "caller" | "principalArn" | "identityPolicies" | "limits">> {
  const { identity, organizations, readersOf, standingIn, known } = inquiry;
  const shown = callerOfIdentity(identity);
  const insiders = readersOf(identity.account);
  const [ownArn, ownPolicies, ownLimits, serviceControl] = await Promise.all([
    principalArnOf(shown, insiders, known),
    firstKnown(insiders, (reader) => identityPoliciesOf(shown, reader)),
    limitsOf(shown, insiders),
    standingIn(identity.account).then((standing) => standing.controlPolicies("service")),
  ]);
  const told = { principalArn: ownArn, identityPolicies: ownPolicies, limits: ownLimits };
  const isComplete = ownArn.known && ownPolicies.known && ownLimits.boundary.known === true;
  const set = isComplete
    ? undefined
    : await permissionSetFacts(shown, { center: organizations, insiders });
  const { principalArn, identityPolicies, limits } = withPermissionSet(told, set);
  return {
    ...callerFacts(shown.caller, principalArn, identityPolicies),
    limits: { ...limits, serviceControl },
  };
}

interface ToldOfCaller extends Pick<Facts, "principalArn" | "identityPolicies"> {
  readonly limits: Limits;
}

/** What the role itself does not tell, its permission set may. */
function withPermissionSet(told: ToldOfCaller, set: PermissionSetFacts | undefined): ToldOfCaller {
  if (set === undefined) return told;
  const { principalArn, identityPolicies, limits } = told;
  return {
    principalArn: either(principalArn, set.roleArn),
    identityPolicies: either(identityPolicies, set.identityPolicies),
    limits: limits.boundary.known === true ? limits : { ...limits, boundary: set.boundary },
  };
}

function either<T>(first: Fact<T>, second: Fact<T>): Fact<T> {
  if (first.known) return first;
  return second.known ? second : unknown(joinSentences([first.why, second.why]));
}

async function factsOfBucket(
  [name, { named, ...ofBucket }]: readonly [string, OwnedPolicy & { readonly named: NamedBucket }],
  { identity, withoutAcls, ...inquiry }: Inquiry,
): Promise<readonly [string, BucketFacts]> {
  const { bucket = name, accessPoint } = named;
  const { owner } = ofBucket;
  const told = { ...ofBucket, ...(accessPoint && { accessPoint }) };
  if (!owner.known) {
    const resourceControl = assumed<never>({
      en: "the bucket's owner is not known",
      ja: "バケットの所有者が分かりません",
    });
    return [name, { ...told, organizationId: unknown(owner.why), resourceControl }];
  }
  const question = { bucket, owner: owner.value, caller: identity.account, ...inquiry };
  const standing = inquiry.standingIn(owner.value);
  const [asked, organization, resourceControl] = await Promise.all([
    ownersFacts(question, {
      isForOwnUse: withoutAcls && owner.value === identity.account,
      isNothingPublic: withoutAcls && !mayBePublic(told),
    }),
    standing.then((each) => each.organization),
    standing.then((each) => each.controlPolicies("resource")),
  ]);
  return [name, { ...told, organizationId: idOf(organization), resourceControl, ...asked }];
}

/** Whether a policy of the bucket lets everybody in, as S3 counts that, or is one that nobody could read. */
function mayBePublic({
  policy,
  accessPoint,
}: Pick<BucketFacts, "policy" | "accessPoint">): boolean {
  if (accessPoint !== undefined || !policy.known) return true;
  return policy.value !== undefined && publicStatements(policy.value.document).length > 0;
}

/** What only the owner's people may read; where none of them is asked, nothing but the policy bears on it. */
async function ownersFacts(
  question: EncryptionQuestion,
  use: Pick<Parameters<typeof bucketSettingFacts>[0], "isForOwnUse" | "isNothingPublic">,
): Promise<Pick<BucketFacts, "settings" | "encryption">> {
  const { bucket, owner, readersOf } = question;
  const [settings, encryption] = await Promise.all([
    bucketSettingFacts({ bucket, account: owner, ...use }, readersOf(owner)),
    encryptionFacts(question),
  ]);
  return { settings, encryption };
}

function idOf(organization: Standing["organization"]): Fact<string | undefined> {
  return organization.known ? { ...organization, value: organization.value?.id } : organization;
}

/** Organization policies do not bind the accounts that manage them. */
async function managersIn(
  standings: ReadonlyMap<string, Promise<Standing>>,
): Promise<readonly string[]> {
  const found = (await Promise.all(standings.values())).flatMap(({ organization }) =>
    organization.known && organization.value !== undefined
      ? [organization.value.managementAccount]
      : [],
  );
  return [...new Set(found)];
}
