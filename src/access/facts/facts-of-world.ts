import {
  formatAccessPointArn,
  isAccessPointAlias,
  nearestWord,
  parseAccessPointArn,
  profileLabel,
  type Sentence,
  UsageError,
} from "../../aws/index.ts";
import {
  accountCaller,
  type AttachedPolicy,
  bucketKeys,
  type BucketSettings,
  bucketSettings,
  type Caller,
  type EndpointFacts,
  organizationPath,
  organizationPolicies,
  parsePolicy,
  principalArnOf as principalArn,
  type RequestContext,
  type World,
  type WorldBucket,
  worldAccessPoints,
  worldEndpoints,
  worldKeys,
  type WorldPrincipalFacts,
  worldPrincipals,
} from "../../policy/index.ts";
import { problemOf } from "./attached-policy.ts";
import {
  assumed,
  type BucketEncryption,
  type BucketFacts,
  type BucketSettingFacts,
  type Fact,
  type Facts,
  known,
  unknown,
} from "./facts.ts";
import { ordinarySurroundings } from "./surroundings.ts";

/** The facts that a world gives about one of its principals, named by profile or ARN. */
export function factsOfWorld(
  world: World,
  profileOrArn: string,
  buckets: readonly string[],
): Facts {
  const principal = findPrincipal(world, profileOrArn);
  const from = "the world";
  const organization = organizationPolicies(world);
  const { serviceControl, managementAccounts = [] } = organization({ caller: principal.account });
  const source = {
    world,
    organization,
    encryptionOf: encryptionIn(world, principal.account),
    from,
  };
  const endpoint = worldEndpoints(world).get(principal.endpoint ?? "");
  return {
    caller: principal.caller,
    callerLabel: profileLabel(principal.profile),
    principalArn: known(principalArnOf(principal.caller), from),
    identityPolicies: known(principal.identityPolicies, from),
    // Every account of a world is in its organization.
    organizationId: known(world.organization?.id, from),
    limits: {
      boundary: known(principal.boundary, from),
      session: known(principal.sessionPolicies, from),
      serviceControl: known(readable(serviceControl), from),
      vpcEndpoint: known(endpoint?.policy, from),
      managementAccounts,
    },
    buckets: new Map(buckets.map((bucket) => [bucket, bucketFacts(source, bucket)])),
    keys: worldKeys(world),
    surroundings: new Map([...ordinarySurroundings, ...surroundingsIn(world, principal, endpoint)]),
  };
}

/** A world keeps nothing from its reader. */
function readable<T>(layer: T | "unreadable" | undefined): T | undefined {
  return layer === "unreadable" ? undefined : layer;
}

/** Condition keys that follow from where a principal stands in the world. */
function surroundingsIn(
  { organization }: World,
  { account, tags = {} }: WorldPrincipalFacts,
  endpoint: EndpointFacts | undefined,
): RequestContext {
  return new Map([
    ...Object.entries(tags).map(
      ([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, [value]] as const,
    ),
    ...(organization
      ? [["aws:principalorgpaths", [organizationPath(organization, account)]] as const]
      : []),
    ...(endpoint
      ? [
          ["aws:sourcevpce", [endpoint.id]] as const,
          ["aws:sourcevpc", [endpoint.vpc]] as const,
          ["aws:vpceaccount", [endpoint.account]] as const,
        ]
      : []),
  ]);
}

function findPrincipal(world: World, profileOrArn: string): WorldPrincipalFacts {
  const principals = worldPrincipals(world);
  const found = principals.find(
    ({ profile, caller }) =>
      profile === profileOrArn ||
      accountCaller(caller)?.arn === profileOrArn ||
      principalArnOf(caller) === profileOrArn,
  );
  if (found !== undefined) return found;
  throw noSuchPrincipal(profileOrArn, principals);
}

function noSuchPrincipal(
  profileOrArn: string,
  principals: readonly WorldPrincipalFacts[],
): UsageError {
  const profiles = principals.map(({ profile }) => profile);
  const known = profileOrArn.startsWith("arn:")
    ? principals.map(({ caller }) => principalArnOf(caller))
    : profiles;
  const meant = nearestWord(profileOrArn, known);
  const hint = meant === undefined ? { en: "", ja: "" } : didYouMean(meant);
  const names = profiles.map((profile) => `\`${profile}\``);
  return new UsageError({
    en: `cannot find \`${profileOrArn}\` in the world: ${hint.en}its profiles are ${names.join(", ") || "none"}`,
    ja: `ワールドに \`${profileOrArn}\` はありません。${hint.ja}プロファイル: ${names.join("、") || "なし"}`,
  });
}

function didYouMean(name: string): Sentence {
  return { en: `did you mean \`${name}\`? `, ja: `\`${name}\` ではありませんか。` };
}

function principalArnOf(caller: Caller): string {
  const insider = accountCaller(caller);
  return insider === undefined ? "*" : principalArn(insider);
}

interface Source {
  readonly world: World;
  readonly organization: ReturnType<typeof organizationPolicies>;
  readonly encryptionOf: (name: string, bucket: WorldBucket) => BucketEncryption | undefined;
  readonly from: string;
}

/** Which keys a bucket's objects take from one account's callers. */
function encryptionIn(world: World, account: string): Source["encryptionOf"] {
  const keyOf = bucketKeys(world);
  return (bucket, { blocksCustomerKeys = blocksByDefault(world) }) => {
    const read = keyOf({ bucket, account, purpose: "read" });
    const write = keyOf({ bucket, account, purpose: "write" });
    const managed = keyOf({ bucket, account, purpose: "write", kmsKey: "alias/aws/s3" });
    if (managed === undefined) return undefined;
    const { bucketKey } = write ?? managed;
    const keys = { read: read?.key, write: write?.key, managed: managed.key };
    return { ...keys, bucketKey, blocksCustomerKeys };
  };
}

/** Since April 2026 (S3 User Guide, Blocking or unblocking SSE-C for a general purpose bucket). */
function blocksByDefault({ bucketDefaults }: World): boolean {
  return bucketDefaults !== "legacy";
}

function bucketFacts(source: Source, name: string): BucketFacts {
  const arn = parseAccessPointArn(name);
  if (arn === undefined && !isAccessPointAlias(name)) return factsOfOwnName(source, name);
  const { world, from } = source;
  const point = arn && worldAccessPoints(world).get(formatAccessPointArn(arn));
  if (point === undefined) {
    const why = {
      en: `the world has no access point \`${name}\`, or it is named by its alias, which a world does not tell`,
      ja: `ワールドにアクセスポイント \`${name}\` がないか、エイリアスで指定されています。ワールドはエイリアスを持ちません`,
    };
    const told = unknown<never>(why);
    const nothing = { owner: told, organizationId: told, policy: told, accessPoint: told };
    return { ...nothing, resourceControl: assumed(why) };
  }
  const { layer, publicAccessBlock } = point;
  const { policy, ...rest } = layer;
  const accessPoint = { ...rest, publicAccessBlock, policy: known(readable(policy), from) };
  return { ...factsOfOwnName(source, layer.bucket), accessPoint: known(accessPoint, from) };
}

function factsOfOwnName(
  { world, organization, encryptionOf, from }: Source,
  name: string,
): BucketFacts {
  for (const [account, { buckets }] of Object.entries(world.accounts)) {
    const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
    if (bucket === undefined) continue;
    return {
      owner: known(account, from),
      region: bucket.region,
      organizationId: known(world.organization?.id, from),
      policy: policyFact(bucket, name, from),
      resourceControl: known(readable(organization({ resource: account }).resourceControl), from),
      encryption: known(encryptionOf(name, bucket), from),
      settings: settingsOf(bucketSettings(world, account, bucket), from),
    };
  }
  const why = {
    en: `the world has no bucket \`${name}\``,
    ja: `ワールドにバケット \`${name}\` はありません`,
  };
  return {
    owner: unknown(why),
    organizationId: unknown(why),
    policy: unknown(why),
    resourceControl: assumed(why),
  };
}

function settingsOf(
  { publicAccessBlock, ownership, requesterPays }: BucketSettings,
  from: string,
): BucketSettingFacts {
  return {
    accountBlock: known(publicAccessBlock.account, from),
    bucketBlock: known(publicAccessBlock.bucket, from),
    ownership: known(ownership, from),
    requesterPays: known(requesterPays, from),
  };
}

function ofBucket(name: string): Sentence {
  return { en: `bucket policy of ${name}`, ja: `${name} のバケットポリシー` };
}

function policyFact(
  bucket: WorldBucket,
  name: string,
  from: string,
): Fact<AttachedPolicy | undefined> {
  if (bucket.policy === undefined) return known(undefined, from);
  const parsed = parsePolicy(bucket.policy, "resource");
  if (!parsed.ok) return unknown(problemOf(ofBucket(name), parsed.problems[0]));
  return known(
    { document: parsed.value, name: "bucket policy", attachedTo: `arn:aws:s3:::${name}` },
    from,
  );
}
