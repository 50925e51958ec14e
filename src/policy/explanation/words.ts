import type { Layer, StatementRef, Tri } from "../decision.ts";
import type { GateSetting } from "../s3/gate-setting.ts";
import type { Shown } from "./condition-words.ts";
import type { ContextOrigin, ExplainedCondition, ExplainedGate, Reach } from "./explanation.ts";
import type { ShortfallValues } from "./shortfall.ts";

/** A permission as sentences name it: printable, a whole prefix ending in `*`. */
export interface AskedWords {
  readonly action: string;
  readonly resource: string;
}

/** A policy as sentences name it. */
export interface PolicyWords {
  readonly layer: Layer;
  /** The policy's own name, where it has one that tells something. */
  readonly name?: string;
  /** Absent when nobody could say. */
  readonly account?: string;
}

/** What of a statement matched: names of elements with the entries that fit, and conditions as clauses. */
export interface MatchedWords {
  readonly elements: readonly { readonly name: string; readonly entries: readonly Shown[] }[];
  readonly conditions: readonly string[];
}

type SettingOf<Kind extends GateSetting["kind"]> = Extract<GateSetting, { kind: Kind }>;

/** Every sentence of an explanation in one language, each a whole one: languages order their words differently. */
export interface ExplanationWords {
  readonly layers: Readonly<Record<Layer, string>>;
  /** Several sentences as one text. */
  readonly together: (sentences: readonly string[]) => string;
  readonly policy: (policy: PolicyWords) => string;
  readonly statement: (ref: StatementRef, policy: PolicyWords) => string;
  readonly denies: (denial: {
    readonly statement: string;
    readonly asked: AskedWords;
    readonly matched: MatchedWords;
    /** How many other statements of the layer deny as well. */
    readonly others: number;
  }) => string;
  /** Nothing in a layer allows. */
  readonly silent: (silence: {
    readonly policy: PolicyWords;
    readonly asked: AskedWords;
    readonly isEmpty: boolean;
    /** Of an organization: where nothing allows. */
    readonly level?: string;
  }) => string;
  /** Nothing in either of two layers allows, of which one would be enough. */
  readonly silentBoth: (policies: readonly PolicyWords[], asked: AskedWords) => string;
  readonly nearest: (statement: string, lacks: readonly string[]) => string;
  /** A statement of the resource's policy names only the account, so identity policies must allow too. */
  readonly delegates: (statement: string) => string;
  /** A statement of the resource's policy names the role, whose sessions boundary and session policies limit. */
  readonly limited: (statement: string, limit: PolicyWords) => string;
  /** Limits that do not allow, and do not matter since a statement names the caller itself. */
  readonly notLimited: (statement: string, limits: readonly PolicyWords[]) => string;
  readonly unreadable: (policy: PolicyWords, asked: AskedWords) => string;
  readonly mayMatch: (
    statement: string,
    effect: "Allow" | "Deny",
    doubts: readonly string[],
  ) => string;
  /** A setting whose answer hangs on something that is not known. */
  readonly mayStop: (policy: PolicyWords) => string;
  readonly ownerUnknown: (asked: AskedWords) => string;
  readonly unknown: (asked: AskedWords) => string;
  readonly allowed: (asked: AskedWords, statements: readonly string[]) => string;
  /** Nothing had to allow it. */
  readonly allowedToAll: (asked: AskedWords) => string;
  readonly exempt: (policy: PolicyWords, because: string) => string;
  /** Why a layer does not bind a request, for the code of an exemption. */
  readonly exemption: (because: string) => string;
  readonly shortfalls: {
    readonly [Code in keyof ShortfallValues]: (
      element: string,
      values: ShortfallValues[Code],
      asked: AskedWords,
    ) => string;
  };
  readonly condition: (condition: ExplainedCondition) => string;
  readonly settings: {
    readonly [Kind in GateSetting["kind"]]: (
      setting: SettingOf<Kind>,
      statements: readonly string[],
    ) => string;
  };
  /** A layer refuses by a setting that nothing more is known of. */
  readonly refuses: (policy: PolicyWords, asked: AskedWords) => string;
  /** S3 asks KMS in the caller's name, and that is refused. */
  readonly call: (asked: AskedWords, why: string) => string;
  /** Other layers refuse as well. */
  readonly also: (policies: readonly PolicyWords[]) => string;
  /** Nothing would allow it if the Deny were gone. */
  readonly nothingElse: string;
  readonly aws: {
    /** AWS names no layer. */
    readonly noLayer: (message: string | undefined) => string;
    /** More layers refuse than the one that AWS names. */
    readonly hides: (names: PolicyWords) => string;
    readonly blames: (names: PolicyWords, refusing: readonly PolicyWords[]) => string;
    /** Some layers are not known well enough to say what AWS's text names. */
    readonly mayDiffer: (open: readonly PolicyWords[]) => string;
    /** AWS's text has another name for the layer. */
    readonly calls: (layer: PolicyWords) => string;
  };
  readonly tree: TreeWords;
}

/** The lines of the tree beneath the sentence. */
export interface TreeWords {
  readonly outcomes: Readonly<
    Record<"allowed" | "explicitDeny" | "implicitDeny" | "unknown", (asked: AskedWords) => string>
  >;
  readonly caller: (name: string | undefined) => string;
  readonly gate: (policy: PolicyWords, gate: ExplainedGate) => string;
  readonly level: (id: string, allows: Tri) => string;
  readonly reaches: Readonly<Record<Reach, string>>;
  /** An element that matches, with the entries that do. */
  readonly element: (name: string, entries: readonly Shown[]) => string;
  readonly origins: Readonly<Record<ContextOrigin, string>>;
}
