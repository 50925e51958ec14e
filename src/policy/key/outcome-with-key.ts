import type { Decision, Gate } from "../decision.ts";
import { isRefused } from "./key-gate.ts";

/** The outcome of an S3 request when KMS is asked as well, where it is. */
export function outcomeWithKey(
  outcome: Decision["outcome"],
  gate: Gate | undefined,
): Decision["outcome"] {
  switch (outcome) {
    case "explicitDeny":
    case "implicitDeny":
      return outcome;
    case "unknown":
      return gate?.calls?.find(isRefused)?.outcome ?? outcome;
    case "allowed":
      return gate === undefined ? outcome : outcomeOfGate(gate);
  }
}

function outcomeOfGate({ allows, calls = [] }: Gate): Decision["outcome"] {
  const refused = calls.find(isRefused);
  if (refused !== undefined) return refused.outcome;
  return allows === "yes" ? "allowed" : "unknown";
}
