import type { HelpWords } from "../help-words.ts";

export const help: HelpWords = {
  tagline: "S3 sync across AWS accounts that says why not, and writes the fix",
  usage: "usage",
  anyOptions: "[options]",
  options: "options",
  examples: "examples",
  more: "`sluice COMMAND --help` explains one, with examples; `sluice --version` names the version",
};
