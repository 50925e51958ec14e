import { parseArn, partitionOf } from "../../aws/index.ts";
import type { ContextValue, KeyFacts, KeyGrant } from "../../policy/index.ts";
import type { AccountReader } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import { type BucketEncryption, type BucketFacts, type Fact, known } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import type { Standing } from "./organization-facts.ts";

/** A bucket whose owner is known, and who asks for its objects. */
export interface EncryptionQuestion extends KeyQuestion {
  readonly bucket: string;
  readonly owner: string;
}

/** Who asks for a key, and who can tell of it. */
export interface KeyQuestion {
  /** The caller's account. */
  readonly caller: string;
  /** The identities of an account. */
  readonly readersOf: (account: string) => readonly AccountReader[];
  readonly standingIn: (account: string) => Promise<Standing>;
  /** Takes it that there are no grants. */
  readonly withoutGrants?: boolean | undefined;
}

/** The keys that a bucket's objects take, as far as somebody may read them. */
export async function encryptionFacts(
  question: EncryptionQuestion,
): Promise<Fact<BucketEncryption | undefined>> {
  const { bucket, owner, caller, readersOf } = question;
  const setting = await firstKnown(readersOf(owner), (reader) =>
    attemptAside(askedOf("GetBucketEncryption", reader), () => reader.bucketEncryption(bucket)),
  );
  if (!setting.known) return setting;
  const { kmsKey, bucketKey, blocksCustomerKeys = "unreadable" } = setting.value;
  const settings = { bucketKey, blocksCustomerKeys } as const;
  const none = { read: undefined, write: undefined, managed: undefined, ...settings };
  if (kmsKey === undefined) return known(none, setting.from);
  const region = await regionOf(kmsKey, question);
  if (!region.known) return region;
  // An alias or an id is looked up with whoever writes (S3 API Reference, ServerSideEncryptionByDefault,
  // KMSMasterKeyID); what is read is taken to be written by the bucket's owner.
  const [read, write] = await Promise.all([
    keyFacts(keyArn(kmsKey, region.value, owner), question),
    keyFacts(keyArn(kmsKey, region.value, caller), question),
  ]);
  if (!read.known) return read;
  if (!write.known) return write;
  return known({ ...none, read: read.value, write: write.value }, setting.from);
}

function regionOf(
  kmsKey: string,
  { bucket, owner, readersOf }: EncryptionQuestion,
): Promise<Fact<string>> {
  const arn = parseArn(kmsKey);
  if (arn !== undefined) return Promise.resolve(known(arn.region, "GetBucketEncryption"));
  return firstKnown(readersOf(owner), (reader) =>
    attemptAside(askedOf("GetBucketLocation", reader), () => reader.bucketRegion(bucket)),
  );
}

/** The ARN of a key by any of its names. */
export function keyArn(name: string, region: string, account: string): string {
  if (parseArn(name) !== undefined) return name;
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${name.startsWith("alias/") ? "" : "key/"}${name}`;
}

/** One key with its policy and grants, which stay unreadable where KMS does not show them. */
export async function keyFacts(
  name: string,
  { caller, readersOf, standingIn, withoutGrants }: KeyQuestion,
): Promise<Fact<KeyFacts>> {
  const insiders = readersOf(parseArn(name)?.account ?? caller);
  const readers = insiders.length > 0 ? insiders : readersOf(caller);
  const described = await firstKnown(readers, (reader) =>
    attemptAside(askedOf("DescribeKey", reader), () => reader.key(name)),
  );
  if (!described.known) return described;
  const { value: key, from } = described;
  if (key === undefined) {
    const nothing = { state: "absent", policy: [], grants: [], context: new Map() } as const;
    return known({ arn: name, ...nothing }, from);
  }
  const { arn, state, isManaged } = key;
  const standing = await standingIn(parseArn(arn)?.account ?? caller);
  const [policy, grants, resourceControl] = await Promise.all([
    firstKnown(readers, (reader) => keyPolicy(arn, reader)),
    withoutGrants === true ? known([], "") : grantsOf(arn, readers),
    standing.controlPolicies("resource"),
  ]);
  return known(
    {
      arn,
      state,
      policy: policy.known ? [policy.value] : "unreadable",
      grants: grants.known ? grants.value : "unreadable",
      ...resourceControlOf(isManaged, resourceControl),
      context: new Map<string, ContextValue>([
        ["kms:keyorigin", "unknown"],
        ["kms:keyspec", ["SYMMETRIC_DEFAULT"]],
        ["kms:keyusage", ["ENCRYPT_DECRYPT"]],
        ["kms:resourcealiases", isManaged ? ["alias/aws/s3"] : "unknown"],
        ...organizationKeys(standing),
      ]),
    },
    from,
  );
}

/** AWS Organizations User Guide, RCPs: they do not bind the keys that AWS manages. */
function resourceControlOf(
  isManaged: boolean,
  fact: BucketFacts["resourceControl"],
): Pick<KeyFacts, "resourceControl"> {
  if (isManaged || fact.known === "assumed") return {};
  if (!fact.known) return { resourceControl: "unreadable" };
  return fact.value === undefined ? {} : { resourceControl: fact.value };
}

/** Who is in no organization has neither key. */
function organizationKeys({ organization, path }: Standing): KeyFacts["context"] {
  if (organization.known && organization.value === undefined) return new Map();
  return new Map<string, ContextValue>([
    [
      "aws:resourceorgid",
      organization.known && organization.value ? [organization.value.id] : "unknown",
    ],
    ["aws:resourceorgpaths", path.known ? [path.value] : "unknown"],
  ]);
}

function grantsOf(
  arn: string,
  readers: readonly AccountReader[],
): Promise<Fact<readonly KeyGrant[]>> {
  return firstKnown(readers, (reader) =>
    attemptAside(askedOf("ListGrants", reader), () => reader.keyGrants(arn)),
  );
}

async function keyPolicy(
  arn: string,
  reader: AccountReader,
): Promise<ReturnType<typeof attachedPolicy>> {
  const from = askedOf("GetKeyPolicy", reader);
  const text = await attemptAside(from, () => reader.keyPolicy(arn));
  if (!text.known) return text;
  const place = { name: "key policy", attachedTo: arn, kind: "resource" } as const;
  return attachedPolicy({ ...place, text: text.value }, from.en);
}
