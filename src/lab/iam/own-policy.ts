import { accountOf, type QueryCall, requireParameter } from "../query/query-call.ts";
import { nameKey } from "../state/iam-tables.ts";
import { accessDenied } from "../authorize.ts";
import { findPolicy, type FoundPolicy } from "./find-policy.ts";

/** A managed policy that the caller's account may change: AWS's own nobody may. */
export function findOwnPolicy(call: QueryCall): FoundPolicy {
  const policy = findPolicy(call, requireParameter(call, "PolicyArn"));
  if (!policy.arn.startsWith("arn:aws:iam::aws:")) return policy;
  throw accessDenied("Policy is outside your own account.");
}

/** Writes a managed policy back; only in a transaction. */
export function putPolicy(call: QueryCall, { arn, ...row }: FoundPolicy): void {
  call.lab.iam.policies.put(nameKey(accountOf(call), arn.slice(arn.lastIndexOf("/") + 1)), row);
}
