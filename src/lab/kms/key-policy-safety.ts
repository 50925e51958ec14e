import type { JsonCall, StatedAccess } from "../json/json-call.ts";
import { denialOf } from "../json/require-access.ts";
import { requirePolicy } from "../require-policy.ts";
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
  requirePolicy(key.policy, {
    kind: "keyPolicy",
    principalExists: (principal) => principalExists(call.lab, principal),
  });
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
