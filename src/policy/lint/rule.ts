import type { Span } from "../policy-document.ts";
import { lineStarts, positionAt } from "../text-lines.ts";
import type { FindingOf, Fix, Severity } from "./finding.ts";
import type { LintDocument } from "./reading/lint-document.ts";
import type { RuleId, RuleParameters } from "./rule-parameters.ts";

/** A finding before it has its line, column and code. */
export interface Draft<Id extends RuleId> {
  readonly at: Span;
  readonly parameters: RuleParameters[Id];
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  readonly fix?: Fix | undefined;
}

/** What a rule is called and how it is mended; `docs/lint.md` shows the same. */
interface RuleFacts<Id extends RuleId> {
  readonly id: Id;
  readonly name: string;
  readonly severity: Severity;
  /** `automatic` where `--fix` mends it at least in the plain case. */
  readonly fix: "automatic" | "proposed" | "none";
}

interface RuleSource<Id extends RuleId> extends RuleFacts<Id> {
  readonly check: (document: LintDocument) => readonly Draft<Id>[];
}

/** A rule, ready to be run on a policy. */
export interface Rule<Id extends RuleId> extends RuleFacts<Id> {
  readonly run: (document: LintDocument) => readonly FindingOf<Id>[];
}

/** Makes a rule of its facts and its check. */
export function defineRule<Id extends RuleId>({ check, ...facts }: RuleSource<Id>): Rule<Id> {
  return {
    ...facts,
    run: (document) => {
      const drafts = check(document);
      const starts = drafts.length === 0 ? [] : lineStarts(document.text);
      return drafts.map(({ at, parameters, severity, fix }) => ({
        rule: facts.id,
        name: facts.name,
        severity: severity ?? facts.severity,
        span: { offset: at.offset, length: at.length },
        ...positionAt(starts, at.offset),
        parameters,
        ...(fix === undefined || fix.edits.length === 0 ? {} : { fix }),
      }));
    },
  };
}
