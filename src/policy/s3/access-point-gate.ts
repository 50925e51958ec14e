import type { Tri } from "../decision.ts";
import { type EvaluatedGate, evaluateGate } from "../evaluate/evaluate-gate.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import { either, tri } from "../tri.ts";
import type { AccessPointLayer } from "./access-point.ts";
import { accountOfAccessPoint } from "./access-point-request.ts";

/** S3 User Guide, Configuring IAM policies for using access points; Creating access points restricted to a VPC. */
export function accessPointGate(facts: RequestFacts, point: AccessPointLayer): EvaluatedGate {
  const { policy, vpc } = point;
  const policies = policy === undefined ? [] : policy === "unreadable" ? policy : [policy];
  const account = accountOfAccessPoint(point);
  const gate = evaluateGate({ layer: "accessPoint", account, policies }, facts);
  if (vpc === undefined) return gate;
  const found = facts.request.context.get("aws:sourcevpc");
  const isElsewhere: Tri = found === "unknown" ? "unknown" : tri(found?.[0] !== vpc);
  const from = found === "unknown" ? undefined : found?.[0];
  return {
    ...gate,
    denies: either(gate.denies, isElsewhere),
    // FSx for ONTAP User Guide, How Amazon S3 evaluates access point requests: denied before any policy.
    deniesBefore: isElsewhere,
    setting: { kind: "accessPointVpc", vpc, ...(from !== undefined && { from }) },
  };
}
