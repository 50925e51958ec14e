import type { LintWords } from "../lint-words.ts";
import { rules } from "./lint-rules.ts";

export const lint: LintWords = {
  rules,
  severities: { error: "error", warning: "warning", suggestion: "suggestion" },
  within: (resource) => `in ${resource}`,
  fixable: "fix: --fix",
  fixed: ({ file, count }) => `mended ${count} in ${file}`,
  skipped: (file) => `skipped ${file}: it holds no policy`,
  nothing: "no policy was found: name policy files, Terraform plans or CloudFormation templates",
  summary: ({ errors, warnings, suggestions, policies, files }) =>
    `${counted(errors, "error")}, ${counted(warnings, "warning")}, ${counted(suggestions, "suggestion")} in ${policies === 1 ? "1 policy" : `${policies} policies`} of ${counted(files, "file")}`,
};

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
