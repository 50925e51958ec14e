import { parseArn } from "../../aws/index.ts";
import type { KeyFacts } from "../key/key-facts.ts";
import type { KeyPurpose, KeyUse } from "../key/key-use.ts";
import { S3_ALIAS, s3ManagedKeyId } from "./s3-managed-key.ts";
import { keyArn, worldKeys } from "./world-keys.ts";
import type { World, WorldBucket } from "./world.ts";

/** Who uses a bucket's key, and for what. */
interface KeyQuestion {
  readonly bucket: string;
  readonly purpose: KeyPurpose;
  /** The account of whoever asks. */
  readonly account: string;
  /** A key by another name than that of the bucket's default encryption. */
  readonly kmsKey?: string;
}

/** Tells which key of a world a request needs for a bucket's default encryption; none for SSE-S3. */
export function bucketKeys(world: World): (question: KeyQuestion) => KeyUse | undefined {
  const complete = withManagedKeys(world);
  const keys = worldKeys(complete);
  return ({ bucket: name, purpose, account, kmsKey }) => {
    const found = findBucket(world, name);
    const { kmsKey: ofBucket, bucketKey = false } = found?.bucket.encryption ?? {};
    const reference = kmsKey ?? ofBucket;
    if (found === undefined || reference === undefined) return undefined;
    // An alias or an id is looked up with whoever writes (S3 API, ServerSideEncryptionByDefault,
    // KMSMasterKeyID); what is read is taken to be written by the bucket's owner.
    const home = purpose === "read" ? found.owner : account;
    const arn = arnOf(complete, reference, [found.bucket.region, home]);
    return { key: keys.get(arn) ?? absentKey(arn), purpose, bucketKey };
  };
}

function findBucket(
  world: World,
  name: string,
): { readonly owner: string; readonly bucket: WorldBucket } | undefined {
  for (const [owner, { buckets }] of Object.entries(world.accounts)) {
    const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
    if (bucket !== undefined) return { owner, bucket };
  }
  return undefined;
}

function arnOf(
  { accounts }: Pick<World, "accounts">,
  reference: string,
  [region, account]: readonly [region: string, account: string],
): string {
  const arn = parseArn(reference);
  if (arn !== undefined) {
    const { resource, region: itsRegion, account: itsAccount } = arn;
    return resource.startsWith("alias/") && itsAccount !== ""
      ? arnOf({ accounts }, resource, [itsRegion, itsAccount])
      : reference;
  }
  if (!reference.startsWith("alias/")) return keyArn(region, account, reference);
  const keys = Object.entries(accounts[account]?.keys ?? {});
  const id = keys.find(
    ([, key]) =>
      key.region === region && (key.awsManaged === true ? S3_ALIAS : key.alias) === reference,
  )?.[0];
  return id === undefined
    ? `arn:aws:kms:${region}:${account}:${reference}`
    : keyArn(region, account, id);
}

function absentKey(arn: string): KeyFacts {
  return { arn, state: "absent", policy: [], grants: [], context: new Map() };
}

/** The world with the keys that AWS makes by itself, in every region that has a bucket. */
function withManagedKeys(world: World): World {
  const all = Object.entries(world.accounts);
  const regions = new Set(
    all.flatMap(([, { buckets }]) => Object.values(buckets).map((bucket) => bucket.region)),
  );
  const accounts = all.map(([id, account]) => {
    const managed = [...regions].map(
      (region) => [s3ManagedKeyId(world, id, region), { region, awsManaged: true }] as const,
    );
    return [id, { ...account, keys: { ...Object.fromEntries(managed), ...account.keys } }] as const;
  });
  return { ...world, accounts: Object.fromEntries(accounts) };
}
