import type { TestWords } from "../catalogue.ts";

const verdicts = {
  allowed: "許可されています",
  denied: "拒否されています",
  unknown: "判断できません",
} as const;

export const test: TestWords = {
  rule: "アクセス権がテストのとおりであること",
  broken: (expected, verdict) =>
    `${expected === "can" ? "許可" : "拒否"}のはずが、${verdicts[verdict]}`,
  hangsOnSize:
    "大きいオブジェクトだけに必要な許可です。テストファイルに `largest: サイズ` と書くか、ワールドのコピー元バケットに `files` を指定してください",
  summary: ({ held, all }) => `${all} 件中 ${held} 件が成立`,
};
