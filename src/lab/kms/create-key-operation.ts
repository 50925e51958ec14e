import { defaultKeyPolicy } from "../../policy/index.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { isSet, oneOf, textOf } from "../json/json-input.ts";
import { requireAnything } from "../json/require-access.ts";
import { notImplemented } from "../refusal.ts";
import { makeKey } from "./create-key.ts";
import { keyMetadata } from "./key-metadata.ts";
import { callerAccount } from "./key-operation.ts";
import { requireGoodKeyPolicy } from "./key-policy-safety.ts";
import { readTags, tagContext } from "./tags.ts";

const stated: StatedAccess = {
  action: "kms:CreateKey",
  resourceTypes: [],
  conditionKeys: [
    "aws:RequestTag/${TagKey}",
    "aws:TagKeys",
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:CallerAccount",
    "kms:KeyOrigin",
    "kms:KeySpec",
    "kms:KeyUsage",
    "kms:MultiRegion",
    "kms:MultiRegionKeyType",
  ],
};

/** Symmetric encryption keys only: S3 takes no others. */
export const createKey: JsonOperation = {
  name: "CreateKey",
  members: [
    "Policy",
    "Description",
    "KeyUsage",
    "CustomerMasterKeySpec",
    "KeySpec",
    "Origin",
    "BypassPolicyLockoutSafetyCheck",
    "Tags",
    "MultiRegion",
  ],
  access: [stated],
  writes: true,
  run(call) {
    const { input, lab, account, region } = call;
    requireSymmetric(call);
    const isBypassing = isSet(input, "BypassPolicyLockoutSafetyCheck");
    const multiRegion = isSet(input, "MultiRegion");
    const tags = readTags(input);
    requireAnything(call, stated, {
      ...callerAccount(call),
      ...tagContext(tags),
      "kms:bypasspolicylockoutsafetycheck": String(isBypassing),
      "kms:keyorigin": "AWS_KMS",
      "kms:keyspec": "SYMMETRIC_DEFAULT",
      "kms:keyusage": "ENCRYPT_DECRYPT",
      "kms:multiregion": String(multiRegion),
      ...(multiRegion && { "kms:multiregionkeytype": "PRIMARY" }),
    });
    const policy = textOf(input, "Policy");
    const key = makeKey(lab, {
      account,
      region,
      policy: policy ?? defaultKeyPolicy(account),
      description: textOf(input, "Description") ?? "",
      multiRegion,
      tags: Object.entries(tags),
    });
    if (policy !== undefined) requireGoodKeyPolicy(call, key, { isBypassing });
    return { KeyMetadata: keyMetadata(key) };
  },
};

function requireSymmetric({ input }: JsonCall): void {
  const spec = textOf(input, "KeySpec") ?? textOf(input, "CustomerMasterKeySpec");
  if ((spec ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT") {
    throw notImplemented(`the key spec \`${spec ?? ""}\``);
  }
  oneOf(input, "KeyUsage", ["ENCRYPT_DECRYPT"]);
  const origin = textOf(input, "Origin") ?? "AWS_KMS";
  if (origin !== "AWS_KMS") throw notImplemented(`the key origin \`${origin}\``);
}
