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
      summary: {
        en: "what policy files are for (default: by their principals and actions)",
        ja: "ポリシーファイルの用途 (デフォルト: プリンシパルとアクションから判断)",
      },
    },
    fix: {
      kind: "flag",
      summary: {
        en: "mend what can be mended safely, in the files",
        ja: "安全に直せるものをファイル上で直す",
      },
    },
    partition: {
      kind: "value",
      value: "PARTITION",
      summary: {
        en: "the partition that every ARN must have, e.g. `aws-cn`",
        ja: "すべての ARN が属すべきパーティション (例: `aws-cn`)",
      },
    },
    reference: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "a policy that says all that may be granted; what goes beyond it is an error",
        ja: "許可してよい範囲を定めたポリシー。それを超えるものはエラーとする",
      },
    },
    format: {
      kind: "value",
      value: "FORMAT",
      oneOf: ["text", "json", "sarif", "github"],
      summary: {
        en: "how to print findings (default: `text`)",
        ja: "検出結果の表示形式 (デフォルト: `text`)",
      },
    },
    json: {
      kind: "flag",
      summary: {
        en: "print JSON Lines, as `--format json` does",
        ja: "`--format json` と同じく JSON Lines で出力する",
      },
    },
  },
  examples: [
    {
      says: {
        en: "policies, plans and templates under a directory",
        ja: "ディレクトリー以下のポリシー、プラン、テンプレートを調べる",
      },
      line: "sluice lint policies/",
    },
    {
      says: {
        en: "a policy whose use cannot be guessed",
        ja: "用途を推測できないポリシーを調べる",
      },
      line: "sluice lint guard.json --as scp",
    },
    {
      says: { en: "what Terraform would change", ja: "Terraform が変更しようとするものを調べる" },
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
