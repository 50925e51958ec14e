import { type PolicyPlace, policyRefusal } from "../policy/index.ts";
import { Refusal } from "./refusal.ts";

/** Goes on only when AWS would take a policy where it is put; refuses in its words otherwise. */
export function requirePolicy(text: string, place: PolicyPlace): void {
  const refusal = policyRefusal(text, place);
  if (refusal === undefined) return;
  const { code, status, message, reason } = refusal;
  throw new Refusal({
    code,
    status,
    message,
    ...(reason !== undefined && { elements: { Reason: reason } }),
  });
}
