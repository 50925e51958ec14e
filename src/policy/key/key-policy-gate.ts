import { type EvaluatedGate, evaluateGate } from "../evaluate/evaluate-gate.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import type { PolicyLayers } from "../request.ts";
import { worksAcrossAccounts } from "./about-key.ts";

/** What a key's policy says; to callers and requests that KMS does not take it allows nothing. */
export function keyPolicyGate(
  facts: RequestFacts,
  policies: PolicyLayers["resource"],
): EvaluatedGate {
  const account = facts.request.resourceAccount;
  const gate = evaluateGate({ layer: "keyPolicy", account, policies }, facts);
  return isTaken(facts) ? gate : { ...gate, allows: "no", allowsDirectly: "no", allowsRole: "no" };
}

/** KMS API Reference: requests are signed; AWS KMS Developer Guide, AWS KMS permissions, Cross-account use. */
function isTaken({ request, action }: RequestFacts): boolean {
  switch (relationOf(request)) {
    case "anonymous":
      return false;
    case "crossAccount":
      return worksAcrossAccounts(action);
    case "sameAccount":
    case "noAccount":
    case "unknown":
      return true;
  }
}
