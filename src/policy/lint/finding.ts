import type { Span } from "../policy-document.ts";
import type { TextPosition } from "../text-lines.ts";
import type { TextEdit } from "./edits/text-edit.ts";
import type { RuleId, RuleParameters } from "./rule-parameters.ts";

export type Severity = "error" | "warning" | "suggestion";

/** Changes that mend a finding; `automatic` when they are safe to make unasked. */
export interface Fix {
  readonly automatic: boolean;
  readonly edits: readonly TextEdit[];
}

/** Something that a rule found, and where. */
export interface FindingOf<Id extends RuleId> extends TextPosition {
  readonly rule: Id;
  /** The rule in words, e.g. `list-on-objects`. */
  readonly name: string;
  readonly severity: Severity;
  readonly span: Span;
  /** What the sentence about it names. */
  readonly parameters: RuleParameters[Id];
  readonly fix?: Fix;
}

/** Something that one of the rules found. */
export type LintFinding = { readonly [Id in RuleId]: FindingOf<Id> }[RuleId];
