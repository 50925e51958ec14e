import { parsePolicy } from "../../policy/index.ts";
import type { JsonCall, StatedAccess } from "../json/json-call.ts";
import { denialOf } from "../json/require-access.ts";
import { principalExists } from "../s3/principal-exists.ts";
import { keyContext, keyPolicyOf } from "./key-access.ts";
import { malformedKeyPolicy } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

/** What the check asks for. */
const putKeyPolicy: StatedAccess = {
  action: "kms:PutKeyPolicy",
  resourceTypes: ["key"],
  conditionKeys: ["kms:CallerAccount"],
};

/**
 * Goes on when a key's new policy is one, names nobody who is not there, and leaves its writer able
 * to write the next one (KMS API Reference, PutKeyPolicy: the lockout safety check).
 */
export function requireGoodKeyPolicy(
  call: JsonCall,
  key: KmsKey,
  { isBypassing }: { readonly isBypassing: boolean },
): void {
  const parsed = parsePolicy(key.policy, "resource");
  if (!parsed.ok) throw malformedKeyPolicy("");
  for (const { principal } of parsed.value.statements) {
    const names = (principal?.entries ?? []).map(({ value }) => value);
    const absent = names.find(({ type, value }) => type === "AWS" && isAbsent(call, value));
    if (absent !== undefined) {
      throw malformedKeyPolicy("Policy contains a statement with one or more invalid principals.");
    }
  }
  if (isBypassing) return;
  const denial = denialOf(call, putKeyPolicy, {
    resource: key.arn,
    resourceAccount: key.account,
    resourcePolicies: [keyPolicyOf(call.lab, key)],
    context: { "kms:calleraccount": call.account },
    ofResource: keyContext(call.lab, key),
  });
  if (denial === undefined) return;
  throw malformedKeyPolicy(
    "The new key policy will not allow you to update the key policy in the future.",
  );
}

function isAbsent({ lab }: JsonCall, principal: string): boolean {
  return principal !== "*" && !principalExists(lab, principal);
}
