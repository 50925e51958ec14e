import { type FileFinding, LINT_RULES, type RuleId } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { sentencesOf } from "./render-lint.ts";
import { sarifLog, sarifUri } from "./sarif-log.ts";

const LEVELS = { error: "error", warning: "warning", suggestion: "note" } as const;

/** Findings as SARIF 2.1.0 (OASIS), with every rule described. */
export function renderLintSarif(findings: readonly FileFinding[], words: Catalogue): string {
  const rules = Object.values(LINT_RULES).map(({ id, name, severity }) => ({
    id,
    name,
    shortDescription: { text: words.lint.rules[id].title },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  const indexes = new Map<RuleId, number>(rules.map(({ id }, i) => [id, i]));
  return sarifLog(
    rules,
    findings.map((found) => resultOf(found, words, indexes)),
  );
}

function resultOf(
  found: FileFinding,
  words: Catalogue,
  indexes: ReadonlyMap<RuleId, number>,
): object {
  const { file, finding, line, column, endLine, endColumn, within } = found;
  const { says, remedy } = sentencesOf(finding, words);
  return {
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule),
    level: LEVELS[finding.severity],
    message: { text: `${says}: ${remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: sarifUri(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        ...(within === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: within }] }),
      },
    ],
  };
}
