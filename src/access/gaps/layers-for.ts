import type { PolicyLayers } from "../../policy/index.ts";
import type { BucketFacts, Facts, LimitFact } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";

/** The policies that bear on a need, as far as anybody could say. */
export function layersFor(need: Need, facts: Facts): PolicyLayers {
  const bucket = facts.buckets.get(need.bucket);
  const { limits, identityPolicies } = facts;
  const boundary = layerOf(limits.boundary);
  const session = layerOf(limits.session);
  const serviceControl = layerOf(limits.serviceControl);
  const vpcEndpoint = layerOf(limits.vpcEndpoint);
  const resourceControl = bucket && layerOf(bucket.resourceControl);
  return {
    identity: identityPolicies.known ? identityPolicies.value : "unreadable",
    resource: resourceOf(bucket),
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(serviceControl && { serviceControl }),
    ...(vpcEndpoint && { vpcEndpoint }),
    ...(resourceControl && { resourceControl }),
    ...settingsFor(bucket),
    ...accessPointFor(bucket),
    ...customerKeysFor(bucket),
    managementAccounts: limits.managementAccounts,
  };
}

function resourceOf(bucket: BucketFacts | undefined): PolicyLayers["resource"] {
  const policy = bucket?.policy;
  if (policy?.known !== true) return "unreadable";
  return policy.value === undefined ? [] : [policy.value];
}

/** What the bucket's settings say; who owns the objects that a need is about, nobody says. */
function settingsFor(
  bucket: BucketFacts | undefined,
): Pick<PolicyLayers, "publicAccessBlock" | "ownership" | "requesterPays"> {
  if (bucket?.settings === undefined) return {};
  const { settings } = bucket;
  const account = layerOf(settings.accountBlock);
  const ofBucket = layerOf(settings.bucketBlock);
  const ownership = layerOf(settings.ownership);
  const requesterPays = layerOf(settings.requesterPays);
  return {
    publicAccessBlock: {
      ...(account && { account }),
      ...(ofBucket && { bucket: ofBucket }),
      ...(bucket.accessPoint?.known === true && {
        accessPoint: bucket.accessPoint.value.publicAccessBlock,
      }),
    },
    ...(ownership && {
      ownership: ownership === "unreadable" ? ownership : { ...ownership, object: "unknown" },
    }),
    ...(requesterPays !== undefined && { requesterPays }),
  };
}

/** The access point that the need's bucket is named by; where nobody could tell of it, the bucket's layers are unread. */
function accessPointFor(bucket: BucketFacts | undefined): Pick<PolicyLayers, "accessPoint"> {
  if (bucket?.accessPoint?.known !== true) return {};
  const { arn, bucket: behind, vpc, policy } = bucket.accessPoint.value;
  return {
    accessPoint: {
      arn,
      bucket: behind,
      ...(vpc !== undefined && { vpc }),
      ...(policy.known
        ? policy.value && { policy: policy.value }
        : ({ policy: "unreadable" } as const)),
    },
  };
}

/** Which encryption the bucket refuses. */
function customerKeysFor(
  bucket: BucketFacts | undefined,
): Pick<PolicyLayers, "blocksCustomerKeys"> {
  const encryption = bucket?.encryption && layerOf(bucket.encryption);
  if (encryption === undefined) return {};
  if (encryption === "unreadable") return { blocksCustomerKeys: encryption };
  return { blocksCustomerKeys: encryption.blocksCustomerKeys };
}

/** What is assumed to be open is no layer. */
export function layerOf<T>(fact: LimitFact<T>): T | "unreadable" | undefined {
  switch (fact.known) {
    case true:
      return fact.value;
    case false:
      return "unreadable";
    case "assumed":
      return undefined;
  }
}
