import stringWidth from "fast-string-width";
import type { FileFinding, FindingOf, LintReport, RuleId, Severity } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** What was found, with the place underlined, and the counts; for people. */
export function renderLint(report: LintReport, words: Catalogue): string {
  const { lint } = words;
  const { findings, policies, files, fixed } = report;
  const summary = lint.summary({
    errors: countOf(findings, "error"),
    warnings: countOf(findings, "warning"),
    suggestions: countOf(findings, "suggestion"),
    policies,
    files,
  });
  return [
    ...findings.flatMap((each) => [...renderFinding(each, words), ""]),
    ...fixed.map(lint.fixed),
    policies === 0 && findings.length === 0 ? lint.nothing : summary,
    "",
  ].join("\n");
}

/** How many findings are of a severity. */
export function countOf(findings: readonly FileFinding[], severity: Severity): number {
  return findings.filter(({ finding }) => finding.severity === severity).length;
}

/** What a finding says, and what would be right, in the reader's language. */
export function sentencesOf<Id extends RuleId>(
  { rule, parameters }: FindingOf<Id>,
  { lint }: Catalogue,
): { readonly says: string; readonly remedy: string } {
  const { says, remedy } = lint.rules[rule];
  return { says: says(parameters), remedy: remedy(parameters) };
}

function renderFinding(found: FileFinding, words: Catalogue): readonly string[] {
  const { file, line, column, finding, within, isFixable } = found;
  const { lint } = words;
  const { says, remedy } = sentencesOf(finding, words);
  const severity = lint.severities[finding.severity];
  const place = within === undefined ? "" : `  ${lint.within(within)}`;
  const gutter = " ".repeat(String(line).length + 2);
  return [
    `${file}:${line}:${column}  ${severity}  ${finding.rule}  ${finding.name}${place}`,
    ...renderExcerpt(found, says),
    `${gutter} = ${remedy}${isFixable ? `      ${lint.fixable}` : ""}`,
  ];
}

/** A plan is one line of a hundred thousand columns. */
const MAXIMUM_WIDTH = 100;

function renderExcerpt(found: FileFinding, says: string): readonly string[] {
  const { excerpt, line, column, endLine, endColumn } = found;
  const width = String(line).length + 2;
  const cut = Math.max(0, column - 1 - MAXIMUM_WIDTH / 2);
  const shown = (text: string): string =>
    text.slice(cut, cut + MAXIMUM_WIDTH).replaceAll("\t", " ");
  const lines = excerpt.map(({ number, text }) =>
    `${String(number).padStart(width)} │ ${shown(text)}`.trimEnd(),
  );
  const text = excerpt.at(-1)?.text ?? "";
  const before = stringWidth(shown(text).slice(0, column - 1 - cut));
  const end = endLine === line ? endColumn - 1 : text.length;
  const marked = text.slice(column - 1, Math.min(end, cut + MAXIMUM_WIDTH));
  const caret = "^".repeat(Math.max(1, stringWidth(marked)));
  return [...lines, `${" ".repeat(width)} │ ${" ".repeat(before)}${caret} ${says}`];
}
