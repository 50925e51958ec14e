import type { LintFinding, Span } from "../../policy/index.ts";

/** A finding, and where it stands in its file. */
export interface FileFinding {
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly at: Span;
  /** The resource of a template or plan that holds the policy. */
  readonly within: string | undefined;
  readonly finding: LintFinding;
  /** Whether `--fix` would mend it. */
  readonly isFixable: boolean;
  /** The line that it is on, and the one before. */
  readonly excerpt: readonly SourceLine[];
}

interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** What linting some files came to. */
export interface LintReport {
  readonly files: number;
  readonly policies: number;
  readonly findings: readonly FileFinding[];
  /** Files that hold no policy. */
  readonly skipped: readonly string[];
  /** Files that were changed, with the number of findings mended. */
  readonly fixed: readonly { readonly file: string; readonly count: number }[];
}
