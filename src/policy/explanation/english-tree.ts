import type { ExplainedGate } from "./explanation.ts";
import type { Shown } from "./condition-words.ts";
import type { PolicyWords, TreeWords } from "./words.ts";

type Policy = (policy: PolicyWords) => string;
type Listed = (values: readonly Shown[]) => string;

function gateAnswer({ allows, denies, required, exemptBecause }: ExplainedGate): string {
  if (exemptBecause !== undefined) return "does not bind this request";
  if (denies === "yes") return "denies";
  switch (allows) {
    case "yes":
      return denies === "unknown" ? "allows, and may deny" : "allows";
    case "unknown":
      return "cannot be told";
    case "no":
      return required === "no" ? "does not allow, and need not" : "does not allow";
  }
}

/** The lines of the tree in English. */
export function englishTree(policy: Policy, listed: Listed): TreeWords {
  return {
    outcomes: {
      allowed: ({ action, resource }) => `${action} on ${resource}: allowed`,
      explicitDeny: ({ action, resource }) => `${action} on ${resource}: denied by a Deny`,
      implicitDeny: ({ action, resource }) => `${action} on ${resource}: not allowed`,
      unknown: ({ action, resource }) => `${action} on ${resource}: cannot be told`,
    },
    caller: (name) => (name === undefined ? "unsigned" : `caller ${name}`),
    gate: (of, gate) => `${policy(of)}: ${gateAnswer(gate)}`,
    level: (id, allows) =>
      `level ${id}: ${{ yes: "allows", no: "does not allow", unknown: "cannot be told" }[allows]}`,
    reaches: {
      alone: "names the caller itself: grants alone, past boundary and session policies",
      withinLimits: "names the role: grants within permissions boundary and session policies",
      withIdentity: "grants where an identity policy allows too",
    },
    element: (name, entries) => `${name} ${listed(entries)}`,
    origins: {
      caller: "from the caller",
      resource: "from the resource",
      organization: "from the organization",
      parameter: "from a header or parameter of the request",
      network: "from the network",
      clock: "from the clock",
      given: "as given",
      assumed: "assumed",
      unknown: "unknown",
    },
  };
}
