import {
  type AccountReader,
  type AccountWriter,
  type GrantedDocument,
  keyGrantText,
  parsedKeyGrant,
} from "../access/index.ts";
import { AwsError, type Sentence, UsageError } from "../aws/index.ts";
import { roleOf } from "./role-of.ts";

/** An identity of an account, by which it is asked and written. */
export type Account = AccountReader & AccountWriter;

/** A document to write: as it was read, and as it is to be. */
export interface WrittenChange {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Writes a document as its owner, over the text that was read; refuses when another stands there. */
export async function writeDocument(change: WrittenChange, owner: Account): Promise<void> {
  const { after, before, document } = change;
  const { read, write } = accessTo(change, owner);
  if (!isSameText(await read(), before)) throw notAsRead(document);
  await write(after);
}

/** What is said where something else stands there than was read. */
export function notAsRead(document: GrantedDocument): UsageError {
  const { en, ja } = placeOf(document);
  return new UsageError({
    en: `cannot change ${en}: it is not the one that was read; run \`sluice grant\` again`,
    ja: `${ja}を変更できません。読み取ったときと内容が違います。\`sluice grant\` をもう一度実行してください`,
  });
}

/** AWS gives a text back laid out in its own way. */
function isSameText(one: string | undefined, other: string | undefined): boolean {
  return one?.replaceAll(/\s/g, "") === other?.replaceAll(/\s/g, "");
}

/** How one document is read and written; without a text there is none. */
interface DocumentAccess {
  readonly read: () => Promise<string | undefined>;
  readonly write: (text: string | undefined) => Promise<void>;
}

function accessTo(change: WrittenChange, owner: Account): DocumentAccess {
  const { account, document } = change;
  switch (document.kind) {
    case "bucketPolicy": {
      const { bucket } = document;
      return {
        read: () => owner.bucketPolicy(bucket),
        write: (text) =>
          text === undefined
            ? owner.deleteBucketPolicy(bucket, account)
            : owner.putBucketPolicy(bucket, text, account),
      };
    }
    case "accessPointPolicy": {
      const { accessPoint } = document;
      return {
        read: () => owner.accessPointPolicy(accessPoint),
        write: (text) =>
          text === undefined
            ? owner.deleteAccessPointPolicy(accessPoint)
            : owner.putAccessPointPolicy(accessPoint, text),
      };
    }
    case "keyPolicy":
      return {
        read: () => owner.keyPolicy(document.key),
        write: (text) => owner.putKeyPolicy(document.key, written(text)),
      };
    case "keyGrant":
      return accessToKeyGrant(document, change, owner);
    case "vpcEndpointPolicy": {
      const { endpoint: id, region } = document;
      return {
        read: async () => (await owner.vpcEndpoint(id, region)).policy,
        write: (text) => owner.putVpcEndpointPolicy({ id, region }, written(text)),
      };
    }
    case "trustPolicy":
      return accessToTrust(document.role, change, owner);
    case "rolePolicy":
    case "userPolicy":
      return accessToInline(document, owner);
    case "permissionSet":
      throw new UsageError({
        en: `cannot change role \`${document.name}\`: IAM refuses changes to the roles of Identity Center; edit the permission set's inline policy and provision it again`,
        ja: `ロール \`${document.name}\` は変更できません。IAM は Identity Center のロールの変更を拒否します。アクセス許可セットのインラインポリシーを編集して、もう一度プロビジョニングしてください`,
      });
  }
}

/** Of documents that are never without a text. */
function written(text: string | undefined): string {
  if (text !== undefined) return text;
  throw new Error("a key and a VPC endpoint always have a policy");
}

/**
 * A grant that was made for a role before it was made anew keeps the name and names nobody: it is none of what is
 * read, and goes when the new one stands.
 */
function accessToKeyGrant(
  { key, name }: Extract<GrantedDocument, { readonly kind: "keyGrant" }>,
  { before, after }: WrittenChange,
  owner: Account,
): DocumentAccess {
  const standing = async (): ReturnType<typeof owner.keyGrants> =>
    (await owner.keyGrants(key)).filter((grant) => grant.name === name);
  const says = (grant: KeyGrant, text: string | undefined): boolean =>
    isSameText(keyGrantText(grant), text);
  const revoke = async (isMeant: (grant: KeyGrant) => boolean): Promise<void> => {
    for (const grant of (await standing()).filter(isMeant)) {
      await owner.revokeKeyGrant(key, grant.id);
    }
  };
  return {
    read: async () => {
      const grant = (await standing()).find((each) => says(each, before ?? after));
      return grant && keyGrantText(grant);
    },
    write: async (text) => {
      if (text === undefined) return revoke((grant) => says(grant, before));
      const made = await owner.createKeyGrant(key, parsedKeyGrant(text));
      // For a while ListGrants may name a new role by its id, so a grant is known by its own.
      await revoke(({ id }) => id !== made);
    },
  };
}

type KeyGrant = Awaited<ReturnType<Account["keyGrants"]>>[number];

/** A role is made with its trust policy, and goes with it. */
function accessToTrust(
  roleArn: string,
  { before }: Pick<WrittenChange, "before">,
  owner: Account,
): DocumentAccess {
  const { name, path } = roleOf(roleArn);
  return {
    read: async () => {
      try {
        return (await owner.role(name)).trustPolicy;
      } catch (error) {
        if (error instanceof AwsError && error.code === "NoSuchEntity") return undefined;
        throw error;
      }
    },
    write: (text) => {
      if (text === undefined) return owner.deleteRole(name);
      return before === undefined
        ? owner.createRole({ name, path }, text)
        : owner.putTrustPolicy(name, text);
    },
  };
}

type InlinePolicy = Extract<GrantedDocument, { readonly kind: "rolePolicy" | "userPolicy" }>;

function accessToInline({ kind, name, policyName }: InlinePolicy, owner: Account): DocumentAccess {
  const isOfRole = kind === "rolePolicy";
  return {
    read: async () => {
      const policies = await (isOfRole ? owner.rolePolicies(name) : owner.userPolicies(name));
      return policies.find(
        (policy) =>
          policy.name === policyName && policy.arn === undefined && policy.group === undefined,
      )?.text;
    },
    write: (text) => {
      if (text === undefined) {
        return isOfRole
          ? owner.deleteRolePolicy(name, policyName)
          : owner.deleteUserPolicy(name, policyName);
      }
      return isOfRole
        ? owner.putRolePolicy(name, policyName, text)
        : owner.putUserPolicy(name, policyName, text);
    },
  };
}

function placeOf(document: GrantedDocument): Sentence {
  switch (document.kind) {
    case "bucketPolicy":
      return policyOf({ en: "bucket", ja: "バケット" }, document.bucket);
    case "accessPointPolicy":
      return policyOf({ en: "access point", ja: "アクセスポイント" }, document.accessPoint);
    case "keyPolicy":
      return policyOf({ en: "key", ja: "キー" }, document.key);
    case "vpcEndpointPolicy":
      return policyOf({ en: "VPC endpoint", ja: "VPC エンドポイント" }, document.endpoint);
    case "keyGrant":
      return {
        en: `grant \`${document.name}\` on key \`${document.key}\``,
        ja: `キー \`${document.key}\` の許可 \`${document.name}\` `,
      };
    case "rolePolicy":
    case "permissionSet":
      return policyOf({ en: "role", ja: "ロール" }, document.name);
    case "trustPolicy": {
      const { name } = roleOf(document.role);
      return {
        en: `the trust policy of role \`${name}\``,
        ja: `ロール \`${name}\` の信頼ポリシー`,
      };
    }
    case "userPolicy":
      return policyOf({ en: "user", ja: "ユーザー" }, document.name);
  }
}

function policyOf({ en, ja }: Sentence, name: string): Sentence {
  return { en: `the policy of ${en} \`${name}\``, ja: `${ja} \`${name}\` のポリシー` };
}
