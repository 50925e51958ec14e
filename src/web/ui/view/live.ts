import type { Decision } from "../../../policy/index.ts";

/** A decision of the lab beside the page, as it tells of it. */
export interface LiveDecision {
  readonly number: number;
  readonly time: string;
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly outcome: Decision["outcome"];
}

/** What was seen of a lab. */
export interface Live {
  /** Newest first. */
  readonly decisions: readonly LiveDecision[];
  /** The number of the last one that was seen. */
  readonly last: number;
}

/** Nothing seen yet. */
export const NOTHING_SEEN: Live = { decisions: [], last: 0 };

const MOST_SHOWN = 200;

/** What was seen, with what a lab answers; what it is no answer to leaves it as it was. */
export function withAnswer(seen: Live, answer: unknown): Live {
  if (typeof answer !== "object" || answer === null) return seen;
  if (!("last" in answer) || typeof answer.last !== "number") return seen;
  // Another lab on the same port: its numbers begin again.
  if (answer.last < seen.last) return NOTHING_SEEN;
  if (!("decisions" in answer) || !Array.isArray(answer.decisions)) return seen;
  const fresh = answer.decisions.filter(isLiveDecision);
  return fresh.length === 0
    ? { ...seen, last: answer.last }
    : {
        last: answer.last,
        decisions: [...fresh.reverse(), ...seen.decisions].slice(0, MOST_SHOWN),
      };
}

function isLiveDecision(value: unknown): value is LiveDecision {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return (
    typeof fields.get("number") === "number" &&
    ["time", "caller", "action", "resource", "outcome"].every(
      (name) => typeof fields.get(name) === "string",
    )
  );
}

/** Whether a request did not pass. */
export function isRefused({ outcome }: LiveDecision): boolean {
  return outcome !== "allowed";
}

/** The last part of an ARN that people know a caller by: `Sync/ci` of a session, `ann` of a user. */
export function shortCaller(caller: string): string {
  return caller.replace(/^arn:[^/]*:(?:assumed-role|user|federated-user)\//, "");
}
