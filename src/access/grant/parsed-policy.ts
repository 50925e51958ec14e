import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";

/** Parses a policy that we wrote. */
export function parsedPolicy(text: string): PolicyDocument {
  const parsed = parsePolicy(text, kindOf(text));
  if (parsed.ok) return parsed.value;
  throw new Error(`a policy that we wrote does not parse: ${parsed.problems[0].message}`);
}

/** A trust policy names principals and no resource: it is its role's. */
function kindOf(text: string): "resource" | "identity" | "trust" {
  if (!/"(?:Not)?Principal"\s*:/.test(text)) return "identity";
  return /"(?:Not)?Resource"\s*:/.test(text) ? "resource" : "trust";
}
