import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";

type PolicyKind = Parameters<typeof parsePolicy>[1];

/** Policies that are stored as text, parsed once for each text. */
export interface PolicyDocuments {
  /** Throws on a text that does not parse: whoever stores one has parsed it. */
  read(text: string, kind: PolicyKind): PolicyDocument;
}

// Each version of each policy is one; a lab that has had so many starts over.
const MAX_DOCUMENTS = 10_000;

/** Makes an empty memory of parsed policies. */
export function createPolicyDocuments(): PolicyDocuments {
  const known = new Map<string, PolicyDocument>();
  return {
    read(text, kind) {
      const key = `${kind} ${text}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const parsed = parsePolicy(text, kind);
      if (!parsed.ok) throw new Error(`a stored policy: ${parsed.problems[0].message}`);
      if (known.size >= MAX_DOCUMENTS) known.clear();
      known.set(key, parsed.value);
      return parsed.value;
    },
  };
}
