import type { FileFinding } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { githubAnnotation } from "./github-annotation.ts";
import { sentencesOf } from "./render-lint.ts";

const LEVELS = { error: "error", warning: "warning", suggestion: "notice" } as const;

/** Findings as workflow commands, which GitHub shows beside the changed lines. */
export function renderLintGithub(findings: readonly FileFinding[], words: Catalogue): string {
  return findings.map((found) => annotation(found, words)).join("");
}

function annotation(found: FileFinding, words: Catalogue): string {
  const { file, line, column, endLine, endColumn, finding } = found;
  const { says, remedy } = sentencesOf(finding, words);
  return githubAnnotation({
    level: LEVELS[finding.severity],
    file,
    line,
    endLine,
    column,
    endColumn: endLine === line ? endColumn : undefined,
    title: `${finding.rule} ${finding.name}`,
    message: `${says}: ${remedy}`,
  });
}
