import type { RuleId, RuleParameters, Severity } from "../../app/index.ts";

/** A rule in one language. */
interface RuleWords<Parameters> {
  /** What the rule is about, whatever it finds. */
  readonly title: string;
  /** What is wrong, beside the caret. */
  readonly says: (parameters: Parameters) => string;
  /** What would be right. */
  readonly remedy: (parameters: Parameters) => string;
}

export interface LintWords {
  readonly rules: { readonly [Id in RuleId]: RuleWords<RuleParameters[Id]> };
  readonly severities: Readonly<Record<Severity, string>>;
  readonly within: (resource: string) => string;
  readonly fixable: string;
  readonly fixed: (fixed: { file: string; count: number }) => string;
  readonly skipped: (file: string) => string;
  readonly nothing: string;
  readonly summary: (counts: {
    errors: number;
    warnings: number;
    suggestions: number;
    policies: number;
    files: number;
  }) => string;
}
