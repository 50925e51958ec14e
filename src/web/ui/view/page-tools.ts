import type { GrantEdit } from "../../../access/index.ts";
import type { PolicyUse, Severity, Span } from "../../../policy/index.ts";
import type { Answers } from "./answers.ts";
import type { Edits } from "./edits.ts";
import type { Language } from "./given.ts";

/** What a rule says about a policy, and where. */
export interface Remark extends Span {
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  readonly severityText: string;
  /** Whether it keeps the text from being a policy at all. */
  readonly isFault: boolean;
  /** `SL08` and the like. */
  readonly rule: string;
  readonly says: string;
  readonly remedy: string;
}

/** The commands by which the people of one account make a change. */
export interface OwnerScript {
  readonly account: string;
  readonly text: string;
}

/** A refusal that was found in a pasted text, explained. */
export interface ExplainedError {
  /** AWS's own words. */
  readonly message: string;
  /** What it means, who must act and so on. */
  readonly told: readonly { readonly label: string; readonly texts: readonly string[] }[];
  /** What it was about, as far as its text tells. */
  readonly principal?: string;
  readonly action?: string;
  readonly bucket?: string;
  /** The buckets of the transfer. */
  readonly sourceBucket?: string;
  readonly destinationBucket?: string;
}

/** What the page does besides drawing, much of it in the command line's words; loaded once the page stands, for it is large. */
export interface PageTools {
  readonly lint: (
    text: string,
    asked: {
      readonly use: PolicyUse;
      readonly bucket: string | undefined;
      readonly language: Language;
    },
  ) => readonly Remark[];
  /** The edits with the smallest change that opens the run; those given where there is none. */
  readonly fix: (answers: Answers, edits: Edits) => Edits;
  readonly scripts: (edits: readonly GrantEdit[], language: Language) => readonly OwnerScript[];
  readonly explain: (text: string, language: Language) => readonly ExplainedError[];
}
