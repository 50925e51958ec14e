import * as v from "valibot";
import { said } from "../../aws/index.ts";
import type { EncryptionContext } from "../key/key-grant.ts";
import { fieldsOf, mapOf, policyText, region, word } from "./written-shapes.ts";

/** A KMS key as people write it. */
export interface WrittenKey {
  readonly region?: string | null | undefined;
  readonly alias?: string | undefined;
  readonly policy?: string | undefined;
  readonly state?: "enabled" | "disabled" | "pendingDeletion" | undefined;
  readonly awsManaged?: boolean | undefined;
  readonly grants: readonly WrittenGrant[];
}

/** A grant on a key as people write it. */
export interface WrittenGrant {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string | undefined;
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: EncryptionContext | undefined;
  readonly encryptionContextSubset?: EncryptionContext | undefined;
}

/** How a bucket encrypts what is written to it. */
export interface WrittenEncryption {
  readonly kmsKey: string;
  readonly bucketKey: boolean;
}

// KMS API Reference, KeyMetadata; that of a multi-Region key is `mrk-` and 32 digits.
export const keyId: ReturnType<typeof word> = word(
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
  said(
    "a KMS key's id reads like `1234abcd-12ab-34cd-56ef-1234567890ab`",
    "KMS キーの ID は `1234abcd-12ab-34cd-56ef-1234567890ab` のような形です",
  ),
);
// KMS API Reference, CreateAlias; only AWS makes aliases that start with `alias/aws/`.
const alias = word(
  /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  said(
    "an alias is `alias/` and letters, digits and `/_-`; those of AWS start with `alias/aws/`",
    "エイリアスは `alias/` と英数字、`/_-` です。`alias/aws/` で始まるものは AWS のエイリアスです",
  ),
);
const grantId = word(
  /^[\w.-]{1,128}$/,
  said("a grant's id is letters, digits and `._-`", "グラントの ID は英数字と `._-` です"),
);
// KMS API Reference, CreateGrant, Name.
const grantName = word(
  /^[\w:/-]{1,256}$/,
  said("a grant's name is letters, digits and `:/_-`", "グラントの名前は英数字と `:/_-` です"),
);
const principal = word(
  /^(?:arn:[\w-]+:(?:iam|sts)::\d{12}:\S+|(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?)$/,
  said(
    "a grant names one principal, by its ARN",
    "グラントのプリンシパルは 1 つで、ARN で指定してください",
  ),
);
const text = v.string(
  said(
    "an encryption context maps names to texts",
    "暗号化コンテキストは名前から文字列へのマップです",
  ),
);
const encryptionContext = v.optional(
  mapOf(
    word(
      /^[^]+$/,
      said(
        "an encryption context maps names to texts",
        "暗号化コンテキストは名前から文字列へのマップです",
      ),
    ),
    text,
  ),
);

// KMS API Reference, CreateGrant, Operations.
const operations = [
  "CreateGrant",
  "Decrypt",
  "DeriveSharedSecret",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "GetPublicKey",
  "ReEncryptFrom",
  "ReEncryptTo",
  "RetireGrant",
  "Sign",
  "Verify",
  "VerifyMac",
] as const;

const grant = fieldsOf({
  id: v.optional(grantId),
  name: v.optional(grantName),
  granteePrincipal: principal,
  retiringPrincipal: v.optional(principal),
  operations: v.array(
    v.picklist(
      operations,
      said(
        `a grant's operations are of ${operations.join(", ")}`,
        `グラントの操作は ${operations.join(", ")} のいずれかです`,
      ),
    ),
    said("expected a list of operations", "操作のリストを書いてください"),
  ),
  encryptionContextEquals: encryptionContext,
  encryptionContextSubset: encryptionContext,
});

/** Checks a key's shape. */
export const key: v.GenericSchema<unknown, WrittenKey> = fieldsOf({
  region: v.nullish(region),
  alias: v.optional(alias),
  policy: v.optional(policyText),
  state: v.optional(
    v.picklist(
      ["enabled", "disabled", "pendingDeletion"],
      said(
        "a key is `enabled`, `disabled` or `pendingDeletion`",
        "キーは `enabled`、`disabled`、`pendingDeletion` のいずれかです",
      ),
    ),
  ),
  awsManaged: v.optional(
    v.boolean(said("`awsManaged` is `true` or `false`", "`awsManaged` は `true` か `false` です")),
  ),
  grants: v.nullish(
    v.array(grant, said("expected a list of grants", "グラントのリストを書いてください")),
    [],
  ),
});

/** Checks a bucket's encryption; without one it is SSE-S3. */
export const encryption: v.GenericSchema<unknown, WrittenEncryption> = fieldsOf({
  kmsKey: word(
    /^\S+$/,
    said(
      "a bucket's key is its ARN, its id or an alias",
      "バケットのキーは ARN、ID、エイリアスのいずれかで指定してください",
    ),
  ),
  bucketKey: v.nullish(
    v.boolean(said("`bucketKey` is `true` or `false`", "`bucketKey` は `true` か `false` です")),
    false,
  ),
});
