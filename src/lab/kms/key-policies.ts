import type { JsonOperation } from "../json/json-call.ts";
import { isSet, type JsonObject, requireText, textOf } from "../json/json-input.ts";
import { keyOperation } from "./key-operation.ts";
import { requireGoodKeyPolicy } from "./key-policy-safety.ts";
import { notFound } from "./key-refusals.ts";
import { PAGE_MEMBERS } from "./kms-page.ts";
import { putKey } from "./put-key.ts";

// KMS API Reference, PutKeyPolicy: the only name that there is.
const POLICY_NAME = "default";

const getKeyPolicy = keyOperation({
  name: "GetKeyPolicy",
  members: ["PolicyName"],
  run({ input }, { policy }) {
    requirePolicyName(input);
    return { Policy: policy, PolicyName: POLICY_NAME };
  },
});

const putKeyPolicy = keyOperation({
  name: "PutKeyPolicy",
  members: ["PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"],
  conditionKeys: ["kms:BypassPolicyLockoutSafetyCheck"],
  writes: true,
  context: ({ input }) => ({
    "kms:bypasspolicylockoutsafetycheck": String(isSet(input, "BypassPolicyLockoutSafetyCheck")),
  }),
  run(call, key) {
    const { input } = call;
    requirePolicyName(input);
    const changed = { ...key, policy: requireText(input, "Policy") };
    const isBypassing = isSet(input, "BypassPolicyLockoutSafetyCheck");
    requireGoodKeyPolicy(call, changed, { isBypassing });
    putKey(call.lab, changed);
    return undefined;
  },
});

const listKeyPolicies = keyOperation({
  name: "ListKeyPolicies",
  members: PAGE_MEMBERS,
  run: () => ({ PolicyNames: [POLICY_NAME], Truncated: false }),
});

/** The operations on key policies. */
export const KEY_POLICY_OPERATIONS: readonly JsonOperation[] = [
  getKeyPolicy,
  putKeyPolicy,
  listKeyPolicies,
];

function requirePolicyName(input: JsonObject): void {
  const name = textOf(input, "PolicyName") ?? POLICY_NAME;
  if (name !== POLICY_NAME) throw notFound("No such policy exists");
}
