import type { AclGrantee, AclGroup, BucketSettings } from "../../policy/index.ts";
import type { AccountReader, ReadAcl } from "../ports.ts";
import { attemptAside } from "./attempt.ts";
import { assumed, type BucketSettingFacts, type Fact } from "./facts.ts";
import { firstKnown } from "./first-known.ts";

/** A bucket of an account, and whether only its own people ask for it, with no ACL. */
interface AskedBucket {
  readonly bucket: string;
  readonly account: string;
  readonly isForOwnUse: boolean;
}

// S3 User Guide, Blocking public access: its own account gets in whatever is restricted, and who sends no ACL
// meets no block of ACLs; Using Requester Pays buckets: the owner is asked for nothing.
const forOthers = assumed<never>("it does not bear on the bucket's own account");

/** Asks the people of a bucket's account for its settings, all at once. */
export async function bucketSettingFacts(
  { bucket, account, isForOwnUse }: AskedBucket,
  readers: readonly AccountReader[],
): Promise<BucketSettingFacts> {
  const ask = <T>(
    operation: string,
    read: (reader: AccountReader) => Promise<T>,
  ): Promise<Fact<T>> =>
    firstKnown(readers, (reader) =>
      attemptAside(`${operation} as ${reader.label}`, () => read(reader)),
    );
  const [accountBlock, bucketBlock, ownership, requesterPays] = await Promise.all([
    isForOwnUse
      ? forOthers
      : ask("GetPublicAccessBlock of the account", (reader) => reader.accountPublicAccess(account)),
    isForOwnUse
      ? forOthers
      : ask("GetPublicAccessBlock", (reader) => reader.bucketPublicAccess(bucket)),
    ask("GetBucketOwnershipControls and GetBucketAcl", (reader) =>
      ownershipOf(bucket, account, reader),
    ),
    isForOwnUse
      ? forOthers
      : ask("GetBucketRequestPayment", (reader) => reader.requesterPays(bucket)),
  ]);
  return { accountBlock, bucketBlock, ownership, requesterPays };
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
