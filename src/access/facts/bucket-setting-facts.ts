import type { Sentence } from "../../aws/index.ts";
import type { AclGrantee, AclGroup, BucketSettings } from "../../policy/index.ts";
import type { AccountReader, ReadAcl } from "../ports.ts";
import { askedOf } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import { assumed, type BucketSettingFacts, type Fact } from "./facts.ts";
import { firstKnown } from "./first-known.ts";

/** A bucket of an account, and who asks for it. */
interface AskedBucket {
  readonly bucket: string;
  readonly account: string;
  /** Whether only its own people do, with no ACL. */
  readonly isForOwnUse: boolean;
  /** Whether nobody sends an ACL, and no policy on the way is public. */
  readonly isNothingPublic: boolean;
}

// S3 User Guide, Blocking public access: its own account gets in whatever is restricted, and who sends no ACL
// meets no block of ACLs; Using Requester Pays buckets: the owner is asked for nothing.
const forOthers = assumed<never>({
  en: "it does not bear on the bucket's own account",
  ja: "バケット自身のアカウントには影響しません",
});
// Same pages: what is blocked are public policies and public ACLs, which there are none of.
const forPublic = assumed<never>({
  en: "nothing of the bucket is public",
  ja: "バケットに公開されているものはありません",
});

const ownershipAndAcl: Sentence = {
  en: "GetBucketOwnershipControls and GetBucketAcl",
  ja: "GetBucketOwnershipControls と GetBucketAcl",
};
const ofAccount: Sentence = {
  en: "GetPublicAccessBlock of the account",
  ja: "アカウントの GetPublicAccessBlock",
};

/** Asks the people of a bucket's account for its settings, all at once but for those that others make needless. */
export async function bucketSettingFacts(
  { bucket, account, isForOwnUse, isNothingPublic }: AskedBucket,
  readers: readonly AccountReader[],
): Promise<BucketSettingFacts> {
  const ask = <T>(
    operation: string | Sentence,
    read: (reader: AccountReader) => Promise<T>,
  ): Promise<Fact<T>> =>
    firstKnown(readers, (reader) => attemptAside(askedOf(operation, reader), () => read(reader)));
  const asked = ask(ownershipAndAcl, (reader) => ownershipOf(bucket, account, reader));
  const needless = isForOwnUse
    ? forOthers
    : isNothingPublic && hasNoAcls(await asked)
      ? forPublic
      : undefined;
  const [accountBlock, bucketBlock, ownership, requesterPays] = await Promise.all([
    needless ?? ask(ofAccount, (reader) => reader.accountPublicAccess(account)),
    needless ?? ask("GetPublicAccessBlock", (reader) => reader.bucketPublicAccess(bucket)),
    asked,
    isForOwnUse
      ? forOthers
      : ask("GetBucketRequestPayment", (reader) => reader.requesterPays(bucket)),
  ]);
  return { accountBlock, bucketBlock, ownership, requesterPays };
}

function hasNoAcls(ownership: Fact<BucketSettings["ownership"]>): boolean {
  return ownership.known && ownership.value.setting === "BucketOwnerEnforced";
}

/** Where ACLs are disabled, none is asked for. */
async function ownershipOf(
  bucket: string,
  account: string,
  reader: AccountReader,
): Promise<BucketSettings["ownership"]> {
  const setting = await reader.objectOwnership(bucket);
  if (setting === "BucketOwnerEnforced") return { setting, bucketAcl: [] };
  const acl = await reader.bucketAcl(bucket);
  const bucketAcl = acl.grants.map(({ grantee, permission }) => ({
    grantee: granteeOf(grantee, acl, account),
    permission,
  }));
  return { setting, bucketAcl };
}

// S3 User Guide, Access control list overview, Amazon S3 predefined groups.
const groups: Readonly<Record<string, AclGroup>> = {
  "http://acs.amazonaws.com/groups/global/AllUsers": "AllUsers",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "AuthenticatedUsers",
  "http://acs.amazonaws.com/groups/s3/LogDelivery": "LogDelivery",
};

function granteeOf(grantee: string, { owner }: ReadAcl, account: string): AclGrantee {
  const group = groups[grantee];
  if (group !== undefined) return { kind: "group", group };
  return grantee === owner ? { kind: "account", account } : { kind: "canonicalUser", id: grantee };
}
