import type {
  Decision,
  Gate,
  Layer,
  LevelAnswer,
  StatementEvaluation,
  StatementRef,
  Tri,
} from "../decision.ts";
import type { Relation } from "../evaluate/relation-of.ts";
import type { AuthorizationRequest } from "../request.ts";
import type { ConditionReason } from "./condition-reason.ts";
import type { Shortfall } from "./shortfall.ts";

/** Who told the value of a condition key; `assumed` is what requests have unless somebody says otherwise. */
export type ContextOrigin =
  | "caller"
  | "resource"
  | "organization"
  | "parameter"
  | "network"
  | "clock"
  | "given"
  | "assumed"
  | "unknown";

/** Where the values of a request's context come from, names in lower case; a key that is not there is unsaid. */
export type ContextOrigins = ReadonlyMap<string, ContextOrigin>;

/** One entry of an element, e.g. one ARN of `Resource`. */
export interface ExplainedEntry {
  readonly value: string;
  /** With its variables put in; null where one has no value. Absent where there is none. */
  readonly resolved?: string | null;
  readonly matches: Tri;
}

/** `Principal`, `Action`, `Resource` or one of their `Not…` twins, held against a request. */
export interface ExplainedElement {
  readonly name: string;
  readonly result: Tri;
  readonly entries: readonly ExplainedEntry[];
  /** For a principal every name by which a policy could have it. */
  readonly requestValues: readonly string[];
  readonly line: number;
  readonly column: number;
  /** What keeps it from matching. */
  readonly shortfall?: Shortfall;
}

/** One operator with one key. */
export interface ExplainedCondition {
  /** With quantifier and `IfExists`, e.g. `ForAnyValue:StringLike`. */
  readonly operator: string;
  /** As the policy writes it. */
  readonly key: string;
  readonly result: Tri;
  readonly reason: ConditionReason;
  readonly entries: readonly ExplainedEntry[];
  readonly requestValues: readonly string[] | "absent" | "unknown";
  readonly origin?: ContextOrigin;
  readonly line: number;
  readonly column: number;
}

/**
 * What an Allow of a resource policy gives by the way it names the caller: access by itself, access within
 * boundary and session policies, or only where an identity policy allows too.
 */
export type Reach = "alone" | "withinLimits" | "withIdentity";

/** One statement held against a request, every element of it. */
export interface ExplainedStatement extends Pick<
  StatementEvaluation,
  "ref" | "effect" | "matches" | "matchClass"
> {
  /** Only of an Allow in a resource policy that names the caller. */
  readonly reach?: Reach;
  /** Of an organization's policy: the root, unit or account that it is attached to. */
  readonly level?: string;
  readonly elements: readonly ExplainedElement[];
  readonly conditions: readonly ExplainedCondition[];
}

/** One layer, with all that it says. */
export interface ExplainedGate extends Omit<Gate, "statements" | "levels" | "calls"> {
  /** Nearest to matching first. */
  readonly statements: readonly ExplainedStatement[];
  readonly levels?: readonly Omit<LevelAnswer, "statements">[];
  readonly calls?: readonly Explanation[];
}

/** AWS's own text for a denial, and what it does to whoever believes it. */
export interface AwsSays {
  readonly message: string;
  /** The layer that it names; absent where it names none. */
  readonly names?: Layer;
  /** Whether that layer refuses in truth. */
  readonly isTrue: boolean;
  /** Other layers that refuse. */
  readonly hides: readonly Layer[];
}

/** Why a request is answered as it is: gates, statements, elements and conditions, as plain JSON. */
export interface Explanation {
  readonly outcome: Decision["outcome"];
  readonly request: Pick<
    AuthorizationRequest,
    "caller" | "action" | "resource" | "resourceAccount"
  > & { readonly anyKeyUnder: boolean };
  readonly relation: Relation;
  readonly combination: Decision["combination"];
  readonly gates: readonly ExplainedGate[];
  /** The statements that decide. */
  readonly by: readonly StatementRef[];
  /** The layers in which nothing allows, where something must. */
  readonly silent: readonly Layer[];
  /** The layers that must be known for an answer. */
  readonly unanswered: readonly Layer[];
  readonly aws?: AwsSays;
}
