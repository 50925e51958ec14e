import { bucketPolicyRefusal } from "../bucket-policy/policy-refusal.ts";
import { type BucketFacts, validateBucketPolicy } from "../bucket-policy/validate-bucket-policy.ts";
import { parsePolicy } from "../parse-policy.ts";
import { identityFault } from "./identity-fault.ts";
import { keyPolicyRefusal } from "./key-policy-fault.ts";
import { organizationRefusal } from "./organization-fault.ts";
import { charactersOf, policyQuotas } from "./policy-quotas.ts";
import { limitExceeded, malformedDocument, type SaveRefusal } from "./save-refusal.ts";
import { type PrincipalExists, trustFault } from "./trust-fault.ts";

/** What a policy is put as, with what AWS knows when it checks it. */
export type PolicyPlace =
  | { readonly kind: "bucketPolicy"; readonly facts: BucketFacts }
  | { readonly kind: "managed" }
  | {
      readonly kind: "inline";
      readonly of: "user" | "role" | "group";
      readonly name: string;
      /** The texts of its other inline policies: the limit is on all together. */
      readonly others: readonly string[];
    }
  | { readonly kind: "session" }
  | { readonly kind: "trust"; readonly principalExists: PrincipalExists }
  | { readonly kind: "serviceControl" | "resourceControl" }
  | { readonly kind: "keyPolicy"; readonly principalExists: PrincipalExists }
  | { readonly kind: "vpcEndpoint" };

/** How AWS refuses a policy where it is put, in its own words, or undefined when it takes it. */
export function policyRefusal(text: string, place: PolicyPlace): SaveRefusal | undefined {
  switch (place.kind) {
    case "bucketPolicy":
      return bucketRefusal(text, place.facts);
    case "managed":
    case "inline":
    case "session": {
      // Whether STS takes older versions is not documented; IAM does not.
      const takesOldVersions = place.kind === "session";
      const message = identityFault(parsePolicy(text, "identity"), { takesOldVersions });
      return message === undefined ? sizeRefusal(text, place) : malformedDocument(message);
    }
    case "trust": {
      const message = trustFault(parsePolicy(text, "trust"), place.principalExists);
      return message === undefined ? trustSizeRefusal(text) : malformedDocument(message);
    }
    case "serviceControl":
    case "resourceControl":
      return organizationRefusal(place.kind, text);
    case "keyPolicy":
      return keyPolicyRefusal(parsePolicy(text, "resource"), text, place.principalExists);
    case "vpcEndpoint":
      return endpointRefusal(text);
  }
}

function bucketRefusal(text: string, facts: BucketFacts): SaveRefusal | undefined {
  const parsed = parsePolicy(text, "resource");
  const refusal = parsed.ok
    ? validateBucketPolicy(parsed.value, facts)
    : bucketPolicyRefusal(parsed.problems);
  return refusal && { ...refusal, status: 400 };
}

type IdentityPlace = Extract<PolicyPlace, { readonly kind: "managed" | "inline" | "session" }>;

function sizeRefusal(text: string, place: IdentityPlace): SaveRefusal | undefined {
  switch (place.kind) {
    case "managed": {
      const quota = policyQuotas.managed;
      if (charactersOf(text) <= quota) return undefined;
      return limitExceeded(`Cannot exceed quota for PolicySize: ${quota}`);
    }
    case "inline": {
      const { of, name, others } = place;
      const quota = inlineQuota(of);
      if (charactersOf([text, ...others].join("")) <= quota) return undefined;
      return limitExceeded(`Maximum policy size of ${quota} bytes exceeded for ${of} ${name}`);
    }
    case "session": {
      const quota = policyQuotas.session;
      if (text.length <= quota) return undefined;
      const message = `1 validation error detected: Value '${text}' at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${quota}`;
      return { code: "ValidationError", status: 400, message };
    }
  }
}

function inlineQuota(of: "user" | "role" | "group"): number {
  switch (of) {
    case "user":
      return policyQuotas.inlineOfUser;
    case "role":
      return policyQuotas.inlineOfRole;
    case "group":
      return policyQuotas.inlineOfGroup;
  }
}

function trustSizeRefusal(text: string): SaveRefusal | undefined {
  const quota = policyQuotas.trust;
  if (charactersOf(text) <= quota) return undefined;
  return limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${quota}`);
}

/** EC2's answer, as public logs of ModifyVpcEndpoint show it; what it says of one too long is not known. */
function endpointRefusal(text: string): SaveRefusal | undefined {
  const invalid = (why: string): SaveRefusal => ({
    code: "InvalidPolicyDocument",
    status: 400,
    message: `The Policy Document is not valid. ${why}`,
  });
  if (text.length > policyQuotas.vpcEndpoint) {
    return invalid(`It is longer than ${policyQuotas.vpcEndpoint} characters`);
  }
  const parsed = parsePolicy(text, "resource");
  if (parsed.ok) return undefined;
  const [{ line, column }] = parsed.problems;
  return invalid(`Syntax error at position (${line},${column})`);
}
