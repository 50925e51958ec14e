import type { Decision, Gate } from "../decision.ts";
import { isRefused, type Refused } from "./key-gate.ts";

/** An S3 decision with what KMS says to the calls that it takes: S3 decides first, then KMS. */
export function withKeyGate(decision: Decision, gate: Gate): Decision {
  const gates = [...decision.gates, gate];
  const refused = gate.calls?.find(isRefused);
  switch (decision.outcome) {
    case "explicitDeny":
    case "implicitDeny": {
      const masked = refused === undefined ? decision.masked : [...decision.masked, gate.layer];
      return { ...decision, gates, masked };
    }
    case "allowed":
      if (refused !== undefined) return refusedBy(refused, decision, gates);
      if (gate.allows === "yes") {
        return { ...decision, gates, by: [...decision.by, ...refsOf(gate)] };
      }
      return { ...considered(decision), gates, outcome: "unknown", unanswered: [gate.layer] };
    case "unknown": {
      if (refused !== undefined) return refusedBy(refused, decision, gates);
      const isOpen = gate.allows === "unknown";
      const unanswered = isOpen ? [...decision.unanswered, gate.layer] : decision.unanswered;
      return { ...decision, gates, unanswered };
    }
  }
}

function considered({ request, combination }: Decision): Pick<Decision, "request" | "combination"> {
  return { request, combination };
}

/**
 * S3 passes KMS's text on; of its codes only AccessDeniedException becomes one of S3's own. What of S3's own layers is
 * open may refuse before.
 */
function refusedBy(refused: Refused, decision: Decision, gates: readonly Gate[]): Decision {
  const { awsMessage, awsCode } = refused;
  const shared = {
    ...considered(decision),
    gates,
    layer: "key",
    awsMessage,
    ...(awsCode !== undefined && { awsCode: `KMS.${awsCode}` }),
    masked: [],
    ...(decision.outcome === "unknown" && { unanswered: decision.unanswered }),
  } as const;
  switch (refused.outcome) {
    case "explicitDeny":
      return { ...shared, outcome: "explicitDeny", by: refused.by };
    case "implicitDeny":
      return { ...shared, outcome: "implicitDeny", silent: ["key"] };
  }
}

function refsOf({
  calls = [],
}: Gate): readonly Extract<Decision, { outcome: "allowed" }>["by"][number][] {
  return calls.flatMap((call) => (call.outcome === "allowed" ? call.by : []));
}
