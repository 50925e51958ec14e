import type { AttachedPolicy, KeyGrant, KeyUse } from "../../src/policy/index.ts";
import type { JsonGrant, JsonKeyUse, JsonPolicy } from "../spec/policy-json.ts";

/** Grants as the engine takes them. */
export function grantsOf(grants: readonly JsonGrant[]): readonly KeyGrant[] {
  return grants.map((grant, i) => ({ id: `grant ${i}`, ...grant }));
}

/** A key as the engine takes it. */
export function keyUseOf(
  { arn, purpose, bucketKey, encryptionContext, policy, grants, resourceControl }: JsonKeyUse,
  attached: (policy: JsonPolicy) => AttachedPolicy,
): KeyUse {
  return {
    purpose,
    bucketKey,
    ...(encryptionContext && { encryptionContext }),
    key: {
      arn,
      state: "enabled",
      policy: policy.map(attached),
      grants: grantsOf(grants),
      context: new Map(),
      ...(resourceControl && {
        resourceControl: resourceControl.map((policies, i) => ({
          id: `level ${i}`,
          policies: policies.map(attached),
        })),
      }),
    },
  };
}
