import type { Decision } from "./decision.ts";

/** Whether something may be done; `unknown` where a fact that decides could not be read. */
export type Verdict = "allowed" | "denied" | "unknown";

/** A decision in one word. */
export function decisionVerdict({ outcome }: Pick<Decision, "outcome">): Verdict {
  switch (outcome) {
    case "allowed":
    case "unknown":
      return outcome;
    case "explicitDeny":
    case "implicitDeny":
      return "denied";
  }
}
