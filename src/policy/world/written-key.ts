import * as v from "valibot";
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
  "a KMS key's id reads like `1234abcd-12ab-34cd-56ef-1234567890ab`",
);
// KMS API Reference, CreateAlias; only AWS makes aliases that start with `alias/aws/`.
const alias = word(
  /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  "an alias is `alias/` and letters, digits and `/_-`; those of AWS start with `alias/aws/`",
);
const grantId = word(/^[\w.-]{1,128}$/, "a grant's id is letters, digits and `._-`");
// KMS API Reference, CreateGrant, Name.
const grantName = word(/^[\w:/-]{1,256}$/, "a grant's name is letters, digits and `:/_-`");
const principal = word(
  /^(?:arn:[\w-]+:(?:iam|sts)::\d{12}:\S+|(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?)$/,
  "a grant names one principal, by its ARN",
);
const text = v.string("an encryption context maps names to texts");
const encryptionContext = v.optional(
  mapOf(word(/^[^]+$/, "an encryption context maps names to texts"), text),
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
    v.picklist(operations, `a grant's operations are of ${operations.join(", ")}`),
    "expected a list of operations",
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
      "a key is `enabled`, `disabled` or `pendingDeletion`",
    ),
  ),
  awsManaged: v.optional(v.boolean("`awsManaged` is `true` or `false`")),
  grants: v.nullish(v.array(grant, "expected a list of grants"), []),
});

/** Checks a bucket's encryption; without one it is SSE-S3. */
export const encryption: v.GenericSchema<unknown, WrittenEncryption> = fieldsOf({
  kmsKey: word(/^\S+$/, "a bucket's key is its ARN, its id or an alias"),
  bucketKey: v.nullish(v.boolean("`bucketKey` is `true` or `false`"), false),
});
