import {
  type AttachedPolicy,
  callerContext,
  type ContextValue,
  decide,
  type Decision,
  type Layer,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";
import { type CallerName, callers } from "../support/callers.ts";

/** Statements make one policy of version 2012-10-17; `arn` makes it a managed one. */
type RowPolicy = readonly object[] | { readonly arn?: string; readonly document: object };

/** One request with the policies that bear on it. */
export interface PolicyRow {
  readonly caller: CallerName;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly anyKeyUnder?: boolean;
  /** Keys beside those that follow from the caller; `null` takes one of those away. */
  readonly context?: Readonly<Record<string, ContextValue | null>>;
  /** The organization of both sides, or of each. */
  readonly organization?: string | { readonly caller?: string; readonly resource?: string };
  readonly identity?: readonly RowPolicy[] | "unreadable";
  readonly bucketPolicy?: RowPolicy | "unreadable";
  readonly trustPolicy?: RowPolicy;
}

/** What a row can ask of a decision; only what it names is compared. */
export interface PolicyWant {
  readonly outcome: Decision["outcome"];
  readonly silent?: readonly Layer[];
  readonly layer?: Layer;
  readonly message?: string;
  readonly masked?: readonly Layer[];
  readonly unanswered?: readonly Layer[];
  readonly combination?: Decision["combination"];
  /** Sids of the deciding statements. */
  readonly by?: readonly string[];
  /** Per layer, the statements nearest first, each with what it misses. */
  readonly nearest?: Readonly<Record<string, readonly string[]>>;
  readonly matchClass?: string;
  readonly exempt?: string;
}

export function decideRow(row: PolicyRow): Decision {
  const caller = callers[row.caller];
  const { organization } = row;
  const sides =
    typeof organization === "string"
      ? { caller: organization, resource: organization }
      : organization;
  const context = new Map<string, ContextValue>(callerContext(caller, sides?.caller));
  if (sides?.resource !== undefined) context.set("aws:resourceorgid", [sides.resource]);
  for (const [key, value] of Object.entries(row.context ?? {})) {
    if (value === null) context.delete(key.toLowerCase());
    else context.set(key.toLowerCase(), value);
  }
  const { action, resource, resourceAccount, anyKeyUnder = false } = row;
  const request = { caller, action, resource, resourceAccount, anyKeyUnder, context };
  return decide(request, layersOf(row));
}

function layersOf({ identity = [], bucketPolicy, trustPolicy }: PolicyRow): PolicyLayers {
  return {
    identity:
      identity === "unreadable" ? identity : identity.map((policy) => attached(policy, "identity")),
    resource:
      bucketPolicy === "unreadable"
        ? bucketPolicy
        : [
            ...(bucketPolicy === undefined ? [] : [attached(bucketPolicy, "resource")]),
            ...(trustPolicy === undefined ? [] : [attached(trustPolicy, "trust")]),
          ],
  };
}

function attached(policy: RowPolicy, kind: "identity" | "resource" | "trust"): AttachedPolicy {
  const json =
    "document" in policy ? policy.document : { Version: "2012-10-17", Statement: policy };
  const parsed = parsePolicy(JSON.stringify(json), kind);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const arn = "arn" in policy ? policy.arn : undefined;
  return {
    document: parsed.value,
    name: kind === "resource" ? "bucket policy" : "policy",
    ...(arn === undefined ? {} : { arn }),
    attachedTo: "where the row says",
  };
}

type Readers = { readonly [Key in keyof PolicyWant]-?: (decision: Decision) => unknown };

const readers: Readers = {
  outcome: (decision) => decision.outcome,
  combination: (decision) => decision.combination,
  silent: (decision) => ("silent" in decision ? decision.silent : undefined),
  layer: (decision) => ("layer" in decision ? decision.layer : undefined),
  message: (decision) => ("awsMessage" in decision ? decision.awsMessage : undefined),
  masked: (decision) => ("masked" in decision ? decision.masked : undefined),
  unanswered: (decision) => ("unanswered" in decision ? decision.unanswered : undefined),
  by: (decision) => ("by" in decision ? decision.by.map(({ sid }) => sid) : undefined),
  nearest: ({ gates }) =>
    Object.fromEntries(
      gates
        .filter(({ statements }) => statements.length > 0)
        .map(({ layer, statements }) => [
          layer,
          statements.map(({ ref, misses }) =>
            [`${ref.sid ?? ""}:`, ...misses.map(({ name, result }) => `${name} ${result}`)].join(
              " ",
            ),
          ),
        ]),
    ),
  matchClass: ({ gates }) =>
    gates.find(({ layer }) => layer === "resource")?.statements[0]?.matchClass,
  exempt: ({ gates }) => gates.find((gate) => gate.exemptBecause !== undefined)?.exemptBecause,
};

/** The decision as far as a row looks at it. */
export function asWanted(decision: Decision, want: PolicyWant): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(readers)
      .filter(([key]) => key in want)
      .map(([key, read]) => [key, read(decision)]),
  );
}
