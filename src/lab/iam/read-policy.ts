import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";
import { Refusal } from "../refusal.ts";
import { requirePolicy } from "../require-policy.ts";

/** A policy that is not kept, or IAM's refusal of it. */
export function readPolicy(text: string): PolicyDocument {
  const parsed = parsePolicy(text, "identity");
  if (parsed.ok) return parsed.value;
  requirePolicy(text, { kind: "session" });
  throw new Error("a policy that does not parse was not refused");
}

/** The answer to a policy that IAM cannot take, with a reason. */
export function malformedPolicy(message: string): Refusal {
  return new Refusal({ code: "MalformedPolicyDocument", status: 400, message });
}
