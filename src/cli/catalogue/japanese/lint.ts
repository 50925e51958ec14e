import type { LintWords } from "../lint-words.ts";
import { rules } from "./lint-rules.ts";

export const lint: LintWords = {
  rules,
  severities: { error: "エラー", warning: "警告", suggestion: "提案" },
  within: (resource) => `${resource} の中`,
  fixable: "自動修正: --fix",
  fixed: ({ file, count }) => `${file} で ${count} 件を直しました`,
  skipped: (file) => `${file} は飛ばしました。ポリシーがありません`,
  nothing:
    "ポリシーが見つかりません。ポリシーのファイル、Terraform のプラン、CloudFormation のテンプレートを指定してください",
  summary: ({ errors, warnings, suggestions, policies, files }) =>
    `エラー ${errors} 件、警告 ${warnings} 件、提案 ${suggestions} 件 (${files} ファイル、${policies} ポリシー)`,
};
