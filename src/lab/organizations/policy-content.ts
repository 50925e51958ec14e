import { requirePolicy } from "../require-policy.ts";
import type { PolicyType } from "./organization-tables.ts";

/** Refuses what is no policy of its type, or too long for one. */
export function requirePolicyContent(type: PolicyType, content: string): void {
  requirePolicy(content, {
    kind: type === "SERVICE_CONTROL_POLICY" ? "serviceControl" : "resourceControl",
  });
}
