import * as v from "valibot";
import type { AclGroup, AclPermission, CannedAcl, ObjectOwnership } from "../s3/acl.ts";
import { CANNED_ACLS } from "../s3/canned-acl.ts";
import { encryption, type WrittenEncryption } from "./written-key.ts";
import { objectLock, type WrittenObjectLock } from "./written-object-lock.ts";
import { accountId, fieldsOf, mapOf, policyText, region, vpcId, word } from "./written-shapes.ts";

/** Block Public Access as people write it: a flag that is left out is as it is by default. */
export interface WrittenPublicAccessBlock {
  readonly blockPublicAcls?: boolean | undefined;
  readonly ignorePublicAcls?: boolean | undefined;
  readonly blockPublicPolicy?: boolean | undefined;
  readonly restrictPublicBuckets?: boolean | undefined;
}

/** A grant of an ACL as people write it. */
interface WrittenGrant {
  /** An account, a canonical user id or a group. */
  readonly grantee: string;
  readonly permission: AclPermission;
}

/** An access point as people write it. */
export interface WrittenAccessPoint {
  readonly account?: string | undefined;
  readonly policy?: string | undefined;
  readonly vpc?: string | undefined;
  readonly publicAccessBlock?: WrittenPublicAccessBlock | undefined;
}

/** A bucket as people write it. */
export interface WrittenBucket {
  readonly region: string;
  readonly encryption?: WrittenEncryption | undefined;
  readonly policy?: string | undefined;
  /** Of this and the next, `none` stands for a setting that was taken away. */
  readonly objectOwnership?: ObjectOwnership | "none" | undefined;
  readonly publicAccessBlock?: WrittenPublicAccessBlock | "none" | undefined;
  readonly acl?: CannedAcl | readonly WrittenGrant[] | undefined;
  readonly requesterPays?: boolean | undefined;
  readonly blocksCustomerKeys?: boolean | undefined;
  readonly objectLock?: WrittenObjectLock | undefined;
  readonly accessPoints: Record<string, WrittenAccessPoint>;
  readonly versioning?: "Enabled" | "Suspended" | undefined;
  readonly documents?: Record<string, string> | undefined;
  readonly files?: string | undefined;
}

function flag(name: string): v.GenericSchema<unknown, boolean | undefined> {
  return v.optional(v.boolean(`\`${name}\` is \`true\` or \`false\``));
}

/** Checks what an account, a bucket or an access point sets of Block Public Access. */
export const publicAccessBlock: v.GenericSchema<unknown, WrittenPublicAccessBlock> = fieldsOf({
  blockPublicAcls: flag("blockPublicAcls"),
  ignorePublicAcls: flag("ignorePublicAcls"),
  blockPublicPolicy: flag("blockPublicPolicy"),
  restrictPublicBuckets: flag("restrictPublicBuckets"),
});

/** Checks an account's canonical user id (S3 User Guide, Finding the canonical user ID). */
export const canonicalId: ReturnType<typeof word> = word(
  /^[0-9a-f]{64}$/,
  "a canonical user id is 64 hexadecimal digits",
);

const ownerships: readonly ObjectOwnership[] = [
  "BucketOwnerEnforced",
  "BucketOwnerPreferred",
  "ObjectWriter",
];
const groups: readonly AclGroup[] = ["AllUsers", "AuthenticatedUsers", "LogDelivery"];
const permissions: readonly AclPermission[] = [
  "READ",
  "WRITE",
  "READ_ACP",
  "WRITE_ACP",
  "FULL_CONTROL",
];

function listed(words: readonly string[]): string {
  return words.map((each) => `\`${each}\``).join(", ");
}

const grant = fieldsOf({
  grantee: word(
    new RegExp(`^(?:\\d{12}|[0-9a-f]{64}|${groups.join("|")})$`),
    `a grantee is an account id, a canonical user id or one of ${listed(groups)}`,
  ),
  permission: v.picklist(permissions, `a permission is one of ${listed(permissions)}`),
});
// S3 User Guide, Access control list (ACL) overview: an ACL can have up to 100 grants.
const grants = v.pipe(v.array(grant), v.maxLength(100, "an ACL has at most 100 grants"));
const canned = v.picklist(
  CANNED_ACLS,
  `an ACL is a list of grants or one of ${listed(CANNED_ACLS)}`,
);
const acl = v.optional(
  v.lazy((input): typeof grants | typeof canned => (Array.isArray(input) ? grants : canned)),
);

// S3 User Guide, Rules for naming Amazon S3 access points.
const accessPointName = word(
  /^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/,
  "an access point's name is 3 to 50 lower-case letters, digits and hyphens",
);
const accessPoint = v.nullish(
  fieldsOf({
    account: v.optional(accountId),
    policy: v.optional(policyText),
    vpc: v.optional(vpcId),
    publicAccessBlock: v.optional(publicAccessBlock),
  }),
  {},
);

const none = v.literal(
  "none",
  "Block Public Access is a map of flags, or `none` where it was deleted",
);

/** Checks a bucket's shape. */
export const bucket: v.GenericSchema<unknown, WrittenBucket> = fieldsOf({
  region: v.nullish(region, "us-east-1"),
  encryption: v.optional(encryption),
  policy: v.optional(policyText),
  objectOwnership: v.optional(
    v.picklist([...ownerships, "none"], `object ownership is one of ${listed(ownerships)}`),
  ),
  publicAccessBlock: v.optional(
    v.lazy((input): typeof publicAccessBlock | typeof none =>
      typeof input === "string" ? none : publicAccessBlock,
    ),
  ),
  acl,
  requesterPays: flag("requesterPays"),
  blocksCustomerKeys: flag("blocksCustomerKeys"),
  objectLock: v.optional(objectLock),
  accessPoints: v.nullish(mapOf(accessPointName, accessPoint), {}),
  files: v.optional(word(/\S/, "`files` is the path of a directory")),
  versioning: v.optional(
    v.picklist(["Enabled", "Suspended"], "versioning is `Enabled` or `Suspended`"),
  ),
  documents: v.optional(
    mapOf(
      word(/^[a-z-]{1,40}$/i, "a document is named by its query parameter, as `lifecycle`"),
      v.string("a document is the XML inside its root element"),
    ),
  ),
});
