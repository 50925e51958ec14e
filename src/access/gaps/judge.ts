import {
  type AuthorizationRequest,
  type Decision,
  decide,
  type Residual,
} from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import { decidePrefix } from "./decide-prefix.ts";
import { layersFor } from "./layers-for.ts";
import { conditionKeysIn, ownerOf, requestContext } from "./request-context.ts";

/** What the policies that we know say to one need. */
export interface Judgement {
  readonly need: Need;
  readonly decision: Decision;
  /** Where keys differ, and the decision for all of them together is unknown. */
  readonly residual?: Residual;
}

/** Decides every need on the facts alone. */
export function judge(needs: readonly Need[], facts: Facts): readonly Judgement[] {
  const asked = conditionKeysIn(facts);
  return needs.map((need) => {
    const request: AuthorizationRequest = {
      caller: facts.caller,
      action: need.action,
      resource: need.resource,
      ...(need.anyKeyUnder && { anyKeyUnder: true }),
      resourceAccount: ownerOf(facts.buckets.get(need.bucket)),
      context: requestContext(need, facts, asked),
    };
    const layers = layersFor(need, facts);
    return need.anyKeyUnder === true
      ? { need, ...decidePrefix(request, layers) }
      : { need, decision: decide(request, layers) };
  });
}
