import { s3Arn } from "../../aws/index.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import { type Facts, known } from "../facts/facts.ts";
import { withBuckets } from "../facts/own-name.ts";
import { withKey } from "../facts/known-keys.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { isOwnInline } from "./identity-document.ts";
import { parsedKeyGrant } from "./key-grant-text.ts";
import { parsedPolicy } from "./parsed-policy.ts";

const FROM = "the grant";

/** The facts with another text in one document; without a text it is gone. */
export function withDocument(
  facts: Facts,
  place: GrantedDocument,
  text: string | undefined,
): Facts {
  const isPolicy = place.kind !== "keyGrant" && text !== undefined;
  const document = isPolicy ? parsedPolicy(text) : undefined;
  if ("policyName" in place) return withInlinePolicy(facts, place.policyName, document);
  switch (place.kind) {
    case "bucketPolicy":
      return withBucketPolicy(facts, place.bucket, document);
    case "accessPointPolicy":
      return withAccessPointPolicy(facts, place.accessPoint, document);
    case "keyPolicy": {
      const { key } = place;
      const policy = document && { document, name: "key policy", attachedTo: key };
      return withKey(facts, key, () => ({ policy: policy === undefined ? [] : [policy] }));
    }
    case "keyGrant":
      return withKeyGrant(facts, place, text);
    case "vpcEndpointPolicy":
      return withEndpointPolicy(facts, document);
    case "trustPolicy":
      return withTrustPolicy(facts, place.role, document);
  }
}

function withBucketPolicy(
  facts: Facts,
  bucket: string,
  document: PolicyDocument | undefined,
): Facts {
  const policy = document && { document, name: "bucket policy", attachedTo: s3Arn(bucket) };
  return withBuckets(facts, (about, ownName) =>
    ownName === bucket ? { ...about, policy: known(policy, FROM) } : undefined,
  );
}

function withAccessPointPolicy(
  facts: Facts,
  arn: string,
  document: PolicyDocument | undefined,
): Facts {
  const policy = document && { document, name: "access point policy", attachedTo: arn };
  return withBuckets(facts, (about) => {
    const { accessPoint } = about;
    if (accessPoint?.known !== true || accessPoint.value.arn !== arn) return undefined;
    const value = { ...accessPoint.value, policy: known(policy, FROM) };
    return { ...about, accessPoint: { ...accessPoint, value } };
  });
}

function withKeyGrant(
  facts: Facts,
  { key, name }: Extract<GrantedDocument, { readonly kind: "keyGrant" }>,
  text: string | undefined,
): Facts {
  const made = text === undefined ? [] : [{ id: name, ...parsedKeyGrant(text) }];
  return withKey(facts, key, ({ grants }) => {
    const standing = grants === "unreadable" ? [] : grants;
    return { grants: [...standing.filter((grant) => grant.name !== name), ...made] };
  });
}

function withEndpointPolicy(facts: Facts, document: PolicyDocument | undefined): Facts {
  const { limits } = facts;
  const { vpcEndpoint } = limits;
  if (vpcEndpoint.known !== true || vpcEndpoint.value === undefined || document === undefined) {
    return facts;
  }
  const policy = { ...vpcEndpoint.value, document };
  return { ...facts, limits: { ...limits, vpcEndpoint: known(policy, FROM) } };
}

function withInlinePolicy(facts: Facts, name: string, document: PolicyDocument | undefined): Facts {
  const { identityPolicies, principalArn, callerLabel } = facts;
  const standing = identityPolicies.known ? identityPolicies.value : [];
  const others = standing.filter((policy) => !isOwnInline(policy, name));
  const attachedTo = principalArn.known ? principalArn.value : callerLabel.en;
  const own = document === undefined ? [] : [{ document, name, attachedTo }];
  return { ...facts, identityPolicies: known([...others, ...own], FROM) };
}

function withTrustPolicy(facts: Facts, role: string, document: PolicyDocument | undefined): Facts {
  if (facts.trust?.roleArn !== role) return facts;
  const policy = document && { document, name: "trust policy", attachedTo: role };
  return { ...facts, trust: { ...facts.trust, policy: known(policy, FROM) } };
}
