import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { requireAnything } from "../json/require-access.ts";
import { findKey } from "./find-key.ts";
import { keyMetadata } from "./key-metadata.ts";
import { keyOperation } from "./key-operation.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";

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

const describeKey = keyOperation({
  name: "DescribeKey",
  members: ["GrantTokens"],
  conditionKeys: ["kms:RequestAlias"],
  takesAlias: true,
  isCrossAccount: true,
  run: (_call, key) => ({ KeyMetadata: keyMetadata(key) }),
});

/** The operations that show keys. */
export const KEY_DESCRIPTIONS: readonly JsonOperation[] = [listKeys, describeKey];
