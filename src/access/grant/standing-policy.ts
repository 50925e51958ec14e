import type { AttachedPolicy } from "../../policy/index.ts";
import { type Fact, type Facts, known, unknown } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { isOwnInline } from "./identity-document.ts";

/** A document as it stands, undefined when there is none. */
export function standingPolicy(
  place: GrantedDocument,
  facts: Facts,
): Fact<AttachedPolicy | undefined> {
  switch (place.kind) {
    case "bucketPolicy": {
      const { bucket } = place;
      return facts.buckets.get(bucket)?.policy ?? unknown(`bucket ${bucket} was not asked`);
    }
    case "keyPolicy": {
      const policy = knownKeys(facts).get(place.key)?.policy ?? "unreadable";
      if (policy === "unreadable") return unknown(`the policy of key ${place.key} was not read`);
      return known(policy[0], "GetKeyPolicy");
    }
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet": {
      const policies = facts.identityPolicies;
      if (!policies.known) return policies;
      const own = policies.value.find((policy) => isOwnInline(policy, place.policyName));
      return known(own, policies.from);
    }
  }
}
