import type { GrantedDocument } from "../access/index.ts";
import { AwsError, UsageError } from "../aws/index.ts";
import type { Account, DocumentAccess, WrittenChange } from "./document-change.ts";
import { accessToKeyGrant } from "./key-grant-access.ts";
import { roleOf } from "./role-of.ts";

/** How the document of a change is read and written by its owner. */
export function accessTo(change: WrittenChange, owner: Account): DocumentAccess {
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
