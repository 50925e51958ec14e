import type { AuthorizationRequest } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import { conditionKeysIn, ownerOf, requestContext } from "./request-context.ts";

/** The request that a need stands for. */
export function requestFor(
  need: Need,
  facts: Facts,
  asked: ReadonlySet<string> = conditionKeysIn(facts),
): AuthorizationRequest {
  return {
    caller: facts.caller,
    action: need.action,
    resource: need.resource,
    ...(need.anyKeyUnder && { anyKeyUnder: true }),
    resourceAccount: ownerOf(facts.buckets.get(need.bucket)),
    context: requestContext(need, facts, asked),
  };
}
