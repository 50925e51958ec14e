import type { GrantedDocument } from "../access/index.ts";
import { type Sentence, UsageError } from "../aws/index.ts";
import { accessTo } from "./document-access.ts";
import type { Account, WrittenChange } from "./document-change.ts";
import { isSameText } from "./is-same-text.ts";
import { roleOf } from "./role-of.ts";

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
