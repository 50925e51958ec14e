import { parseArn } from "../../aws/index.ts";
import type { Gate } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import type { Judged } from "./judged.ts";

/**
 * The decision for a bucket that the caller's VPC endpoint does not reach, whatever the policies say (API
 * Reference, CopyObject: VPC endpoints don't support cross-Region requests, including copies).
 */
export function withEndpointRegion(judged: Judged, { bucket }: Need, facts: Facts): Judged {
  const { vpcEndpoint } = facts.limits;
  const place =
    vpcEndpoint.known === true ? parseArn(vpcEndpoint.value?.attachedTo ?? "") : undefined;
  const bucketRegion = facts.buckets.get(bucket)?.region;
  if (place === undefined || bucketRegion === undefined || place.region === bucketRegion) {
    return judged;
  }
  const { decision } = judged;
  const gate: Gate = {
    layer: "vpcEndpoint",
    account: place.account,
    allows: "yes",
    denies: "yes",
    required: "yes",
    statements: [],
    setting: { kind: "endpointRegion", region: place.region, bucketRegion },
  };
  return {
    decision: {
      request: decision.request,
      gates: decision.gates.map((each) => (each.layer === "vpcEndpoint" ? gate : each)),
      combination: decision.combination,
      outcome: "explicitDeny",
      layer: "vpcEndpoint",
      by: [],
      // Undocumented; as seen in requests.
      awsMessage: "VPC endpoints do not support cross-region requests",
      masked: [],
    },
  };
}
