import { type FileFinding, LINT_RULES, type RuleId, type Severity } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { packageVersion } from "../package-version.ts";
import { sentencesOf } from "./render-lint.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  suggestion: "note",
};

/** Findings as SARIF 2.1.0 (OASIS), with every rule described. */
export function renderLintSarif(findings: readonly FileFinding[], words: Catalogue): string {
  const rules = Object.values(LINT_RULES).map(({ id, name, severity }) => ({
    id,
    name,
    shortDescription: { text: words.lint.rules[id].title },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  const indexes = new Map<RuleId, number>(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sluice", version: packageVersion(), rules } },
        columnKind: "utf16CodeUnits",
        results: findings.map((found) => resultOf(found, words, indexes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
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
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        ...(within === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: within }] }),
      },
    ],
  };
}

function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
