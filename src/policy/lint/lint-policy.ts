import type { LintFinding } from "./finding.ts";
import type { PolicyUse } from "./policy-use.ts";
import type { LintDocument } from "./reading/lint-document.ts";
import { readLintDocument } from "./reading/read-lint-document.ts";
import { LINT_RULES } from "./rules.ts";

/** A policy's text and what it is used as. */
export interface LintText {
  readonly text: string;
  readonly as: PolicyUse;
  /** The bucket that a bucket policy is for, where that is known. */
  readonly bucket?: string | undefined;
}

/** What is known beside a policy. */
export interface LintOptions extends Omit<LintText, "text"> {
  /** The partition that all ARNs must have; without it any that exists is right. */
  readonly partition?: string | undefined;
  /** Policies that belong together with this one: rule 43 compares them. */
  readonly others?: readonly LintText[] | undefined;
  /** The text of a policy that says all that may be granted: rules 39 and 42 compare with it. */
  readonly reference?: string | undefined;
}

/** Everything that the rules find in a policy, in the order of the text; no input makes it throw. */
export function lintPolicy(text: string, options: LintOptions): readonly LintFinding[] {
  const document = read({ ...options, text }, options);
  const findings = Object.values(LINT_RULES).flatMap((rule): readonly LintFinding[] =>
    rule.run(document),
  );
  return [...findings].sort(
    (a, b) => a.span.offset - b.span.offset || a.rule.localeCompare(b.rule, "en"),
  );
}

function read({ text, as, bucket }: LintText, options: LintOptions): LintDocument {
  const { partition, others = [], reference } = options;
  const alone = { partition, bucket: undefined, others: [], reference: undefined };
  return readLintDocument(text, {
    use: as,
    partition,
    bucket,
    others: others.map((other) => readLintDocument(other.text, { ...alone, use: other.as })),
    reference:
      reference === undefined ? undefined : readLintDocument(reference, { ...alone, use: as }),
  });
}
