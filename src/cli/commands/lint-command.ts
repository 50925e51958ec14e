import { lintFiles, type LintReport, POLICY_USES, type PolicyUse } from "../../app/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { countOf, renderLint, sentencesOf } from "../render/render-lint.ts";
import { renderLintGithub } from "../render/render-lint-github.ts";
import { renderLintSarif } from "../render/render-lint-sarif.ts";

export const command: Command = {
  operands: "FILE…",
  operandCount: { min: 1, max: 10_000 },
  options: {
    as: {
      kind: "value",
      value: "KIND",
      oneOf: POLICY_USES,
      summary: "what policy files are for (default: by their principals and actions)",
    },
    fix: { kind: "flag", summary: "mend what can be mended safely, in the files" },
    partition: {
      kind: "value",
      value: "PARTITION",
      summary: "the partition that every ARN must have, e.g. `aws-cn`",
    },
    reference: {
      kind: "value",
      value: "FILE",
      summary: "a policy that says all that may be granted; what goes beyond it is an error",
    },
    format: {
      kind: "value",
      value: "FORMAT",
      oneOf: ["text", "json", "sarif", "github"],
      summary: "how to print findings (default: `text`)",
    },
    json: { kind: "flag", summary: "print JSON Lines, as `--format json` does" },
  },
  examples: [
    { says: "policies, plans and templates under a directory", line: "sluice lint policies/" },
    { says: "a policy whose use cannot be guessed", line: "sluice lint guard.json --as scp" },
    {
      says: "what Terraform would change",
      line: "terraform show -json plan.out > plan.json && sluice lint plan.json",
    },
  ],
  run: async ({ args, terminal, words }) => {
    const report = await lintFiles({
      paths: args.positionals,
      cwd: terminal.cwd,
      as: useOf(args),
      partition: valueOf(args, "partition"),
      reference: valueOf(args, "reference"),
      fix: hasFlag(args, "fix"),
    });
    for (const file of report.skipped) terminal.err(`${words.lint.skipped(file)}\n`);
    terminal.out(render(report, args, words));
    return countOf(report.findings, "error") > 0 ? ExitCode.failed : ExitCode.done;
  },
};

function useOf(args: Arguments): PolicyUse | undefined {
  const asked = valueOf(args, "as");
  return POLICY_USES.find((use) => use === asked);
}

function render(report: LintReport, args: Arguments, words: Catalogue): string {
  switch (hasFlag(args, "json") ? "json" : (valueOf(args, "format") ?? "text")) {
    case "json":
      return jsonOfLint(report, words);
    case "sarif":
      return renderLintSarif(report.findings, words);
    case "github":
      return renderLintGithub(report.findings, words);
    default:
      return renderLint(report, words);
  }
}

function jsonOfLint({ findings, files, policies }: LintReport, words: Catalogue): string {
  const lines = findings.map((found) => {
    const { file, line, column, endLine, endColumn, within, finding, isFixable } = found;
    const { rule, name, severity, parameters } = finding;
    return jsonLine("lint", {
      rule,
      name,
      severity,
      file,
      line,
      column,
      endLine,
      endColumn,
      within: within ?? null,
      message: sentencesOf(finding, words).says,
      parameters,
      isFixable,
    });
  });
  const errors = countOf(findings, "error");
  const warnings = countOf(findings, "warning");
  const suggestions = countOf(findings, "suggestion");
  const summary = { files, policies, errors, warnings, suggestions };
  return [...lines, jsonLine("lintSummary", summary)].join("");
}
