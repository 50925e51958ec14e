import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";

/** Parses a policy that we wrote. */
export function parsedPolicy(text: string): PolicyDocument {
  const kind = /"(?:Not)?Principal"\s*:/.test(text) ? "resource" : "identity";
  const parsed = parsePolicy(text, kind);
  if (parsed.ok) return parsed.value;
  throw new Error(`a policy that we wrote does not parse: ${parsed.problems[0].message}`);
}
