import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { requireAnything } from "../json/require-access.ts";
import { requireText } from "../json/json-input.ts";
import { findKey, readKeyReference } from "./find-key.ts";
import { keyMetadata } from "./key-metadata.ts";
import { keyOperation } from "./key-operation.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import { findOrMakeS3Key, S3_KEY_ALIAS } from "./s3-managed-key.ts";

const list: StatedAccess = { action: "kms:ListKeys", resourceTypes: [], conditionKeys: [] };

const listKeys: JsonOperation = {
  name: "ListKeys",
  members: PAGE_MEMBERS,
  access: [list],
  writes: false,
  run(call) {
    const { lab, account, region, input } = call;
    requireAnything(call, list);
    const all = [...lab.kms.keys.range({ within: [account, region] })]
      .filter(({ value }) => findKey(lab, value) !== undefined)
      .map(({ value }) => ({ KeyId: value.id, KeyArn: value.arn }));
    return kmsPage(input, "Keys", { all });
  },
};

const showKey = keyOperation({
  name: "DescribeKey",
  members: ["GrantTokens"],
  conditionKeys: ["kms:RequestAlias"],
  takesAlias: true,
  isCrossAccount: true,
  writes: true,
  run: (_call, key) => ({ KeyMetadata: keyMetadata(key) }),
});

/** Makes a key that AWS manages where it is asked for by its alias (KMS API Reference, DescribeKey). */
const describeKey: JsonOperation = {
  ...showKey,
  run(call) {
    const { lab, account, region, input } = call;
    const named = readKeyReference(requireText(input, "KeyId"), call);
    if (named.alias === S3_KEY_ALIAS && named.account === account) {
      findOrMakeS3Key(lab, account, region);
    }
    return showKey.run(call);
  },
};

/** The operations that show keys. */
export const KEY_DESCRIPTIONS: readonly JsonOperation[] = [listKeys, describeKey];
