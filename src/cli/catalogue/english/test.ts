import type { TestWords } from "../catalogue.ts";

const verdicts = { allowed: "is allowed", denied: "is denied", unknown: "cannot be told" } as const;

export const test: TestWords = {
  rule: "access is as asserted",
  broken: (expected, verdict) =>
    `should be ${expected === "can" ? "allowed" : "denied"}, ${verdicts[verdict]}`,
  hangsOnSize:
    "only large objects take it: say `largest: SIZE` in the test file, or give the source bucket `files` in the world",
  summary: ({ held, all }) => `${held} of ${all} assertions hold`,
};
