import * as v from "valibot";
import { said } from "../../aws/index.ts";
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
  return v.optional(
    v.boolean(
      said(`\`${name}\` is \`true\` or \`false\``, `\`${name}\` は \`true\` か \`false\` です`),
    ),
  );
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
  said("a canonical user id is 64 hexadecimal digits", "正規ユーザー ID は 64 桁の 16 進数です"),
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
    said(
      `a grantee is an account id, a canonical user id or one of ${listed(groups)}`,
      `被付与者はアカウント ID か正規ユーザー ID、または ${listed(groups)} のいずれかです`,
    ),
  ),
  permission: v.picklist(
    permissions,
    said(
      `a permission is one of ${listed(permissions)}`,
      `アクセス許可は ${listed(permissions)} のいずれかです`,
    ),
  ),
});
// S3 User Guide, Access control list (ACL) overview: an ACL can have up to 100 grants.
const grants = v.pipe(
  v.array(grant),
  v.maxLength(100, said("an ACL has at most 100 grants", "ACL の許可は 100 個までです")),
);
const canned = v.picklist(
  CANNED_ACLS,
  said(
    `an ACL is a list of grants or one of ${listed(CANNED_ACLS)}`,
    `ACL は許可のリストか、${listed(CANNED_ACLS)} のいずれかです`,
  ),
);
const acl = v.optional(
  v.lazy((input): typeof grants | typeof canned => (Array.isArray(input) ? grants : canned)),
);

// S3 User Guide, Rules for naming Amazon S3 access points.
const accessPointName = word(
  /^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/,
  said(
    "an access point's name is 3 to 50 lower-case letters, digits and hyphens",
    "アクセスポイント名は 3 ～ 50 文字の英小文字、数字、ハイフンです",
  ),
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
  said(
    "Block Public Access is a map of flags, or `none` where it was deleted",
    "ブロックパブリックアクセスは設定のマップです。削除した場合は `none` と書いてください",
  ),
);

/** Checks a bucket's shape. */
export const bucket: v.GenericSchema<unknown, WrittenBucket> = fieldsOf({
  region: v.nullish(region, "us-east-1"),
  encryption: v.optional(encryption),
  policy: v.optional(policyText),
  objectOwnership: v.optional(
    v.picklist(
      [...ownerships, "none"],
      said(
        `object ownership is one of ${listed(ownerships)}`,
        `オブジェクト所有者は ${listed(ownerships)} のいずれかです`,
      ),
    ),
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
  files: v.optional(
    word(/\S/, said("`files` is the path of a directory", "`files` はディレクトリのパスです")),
  ),
  versioning: v.optional(
    v.picklist(
      ["Enabled", "Suspended"],
      said(
        "versioning is `Enabled` or `Suspended`",
        "バージョニングは `Enabled` か `Suspended` です",
      ),
    ),
  ),
  documents: v.optional(
    mapOf(
      word(
        /^[a-z-]{1,40}$/i,
        said(
          "a document is named by its query parameter, as `lifecycle`",
          "ドキュメントは `lifecycle` のように、クエリパラメータの名前で書いてください",
        ),
      ),
      v.string(
        said(
          "a document is the XML inside its root element",
          "ドキュメントは、ルート要素の中の XML です",
        ),
      ),
    ),
  ),
});
