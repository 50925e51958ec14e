import type { FileFinding, Severity } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { sentencesOf } from "./render-lint.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  suggestion: "notice",
};

/** Findings as workflow commands, which GitHub shows beside the changed lines. */
export function renderLintGithub(findings: readonly FileFinding[], words: Catalogue): string {
  return findings.map((found) => `${annotation(found, words)}\n`).join("");
}

function annotation(found: FileFinding, words: Catalogue): string {
  const { file, line, column, endLine, endColumn, finding } = found;
  const { says, remedy } = sentencesOf(finding, words);
  const span = endLine === line ? [`endColumn=${endColumn}`] : [];
  const properties = [
    `file=${escaped(file, true)}`,
    `line=${line}`,
    `endLine=${endLine}`,
    `col=${column}`,
    ...span,
    `title=${escaped(`${finding.rule} ${finding.name}`, true)}`,
  ];
  return `::${LEVELS[finding.severity]} ${properties.join(",")}::${escaped(`${says}: ${remedy}`, false)}`;
}

/** GitHub Docs, Workflow commands: percent, line ends and, within properties, colon and comma. */
function escaped(text: string, isProperty: boolean): string {
  const plain = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return isProperty ? plain.replaceAll(":", "%3A").replaceAll(",", "%2C") : plain;
}
