import {
  callerContext,
  type ContextValue,
  decide,
  type Decision,
  type Layer,
} from "../../src/policy/index.ts";
import { type CallerName, callers } from "../support/callers.ts";
import { layersOf, type RowLayers } from "./row-layers.ts";
import { s3ParametersOf } from "./row-s3.ts";

/** One request with the policies that bear on it. */
export interface PolicyRow extends RowLayers {
  readonly caller: CallerName;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly anyKeyUnder?: boolean;
  /** Keys beside those that follow from the caller; `null` takes one of those away. */
  readonly context?: Readonly<Record<string, ContextValue | null>>;
  /** The organization of both sides, or of each. */
  readonly organization?: string | { readonly caller?: string; readonly resource?: string };
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
  /** AWS's error code, or null for `AccessDenied`. */
  readonly code?: string | null;
  /** What S3 asks of KMS, and what comes of it. */
  readonly calls?: readonly string[];
  /** What the gates of settings say, by layer: the words that matter. */
  readonly settings?: Readonly<Partial<Record<Layer, unknown>>>;
  /** Sids of the deciding statements. */
  readonly by?: readonly string[];
  /** Per layer, the statements nearest first, each with what it misses. */
  readonly nearest?: Readonly<Record<string, readonly string[]>>;
  readonly matchClass?: string;
  readonly exempt?: string;
  /** Which gates must allow, by layer. */
  readonly required?: Readonly<Partial<Record<Layer, "yes" | "either" | "no">>>;
  /** The layers in their order. */
  readonly gates?: readonly Layer[];
  /** Whose people can change each layer. */
  readonly accounts?: Readonly<Partial<Record<Layer, string>>>;
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
  const request = {
    caller,
    action,
    resource,
    resourceAccount,
    anyKeyUnder,
    context,
    ...(row.s3 && s3ParametersOf(row.s3)),
  };
  return decide(request, layersOf(row));
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
  settings: ({ gates }) =>
    Object.fromEntries(
      gates.flatMap(({ layer, setting }) => (setting ? [[layer, shownSetting(setting)]] : [])),
    ),
  code: (decision) => ("awsMessage" in decision ? (decision.awsCode ?? null) : undefined),
  calls: ({ gates }) =>
    gates.flatMap(({ calls = [] }) =>
      calls.map(({ request, outcome }) => `${request.action} ${outcome}`),
    ),
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
  matchClass: ({ gates }) => gates.at(-1)?.statements[0]?.matchClass,
  required: ({ gates }) =>
    Object.fromEntries(gates.map(({ layer, required }) => [layer, required])),
  gates: ({ gates }) => gates.map(({ layer }) => layer),
  accounts: ({ gates }) => Object.fromEntries(gates.map(({ layer, account }) => [layer, account])),
  exempt: ({ gates }) => gates.find((gate) => gate.exemptBecause !== undefined)?.exemptBecause,
};

/** Statements by their sid, grants by what they grant. */
function shownSetting(setting: NonNullable<Decision["gates"][number]["setting"]>): unknown {
  if (setting.kind === "publicAccess") {
    const { flag, setOn, publicStatements, publicGrants } = setting;
    return { flag, setOn, public: [...publicStatements.map(({ sid }) => sid), ...publicGrants] };
  }
  if (setting.kind === "acl") {
    const { owner, isForeign, grants } = setting;
    return {
      owner,
      isForeign,
      grants: grants.map(({ on, grant, covers, names, ignored }) =>
        [on, grant.permission, covers, names, ignored].join(" "),
      ),
    };
  }
  return setting;
}

/** The decision as far as a row looks at it. */
export function asWanted(decision: Decision, want: PolicyWant): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(readers)
      .filter(([key]) => key in want)
      .map(([key, read]) => [key, read(decision)]),
  );
}
