import type { MalformedCode, PolicyUse, RuleParameters } from "../../../app/index.ts";

export const uses: Readonly<Record<PolicyUse, string>> = {
  "bucket-policy": "バケットポリシー",
  identity: "アイデンティティポリシー",
  scp: "SCP",
  rcp: "RCP",
  "key-policy": "キーポリシー",
  "vpc-endpoint": "VPC エンドポイントポリシー",
  trust: "信頼ポリシー",
  session: "セッションポリシー",
};

/** The problems that rule 4 tells of. */
export const malformed: Readonly<Record<MalformedCode, (subject: string) => string>> = {
  invalidJson: (why) => `読み取れません${why === "" ? "" : ` (${why})`}`,
  tooLarge: () => "ポリシーとしてありえない大きさです",
  tooDeep: () => "ポリシーとしてありえない深さです",
  duplicateKey: () => "同じ名前が 1 つのオブジェクトに 2 回あり、AWS に拒否されます",
  wrongType: () => "値の型が違います",
  unknownElement: (name) => `要素 \`${name}\` は存在しません`,
  exclusiveElements: () => "要素とその `Not…` は同時に使えません",
  invalidVersion: () => "このバージョンは存在しません",
  missingStatement: () => "ポリシーに `Statement` がありません",
  missingEffect: () => "ステートメントに `Effect` がありません",
  invalidEffect: (effect) => `Effect \`${effect}\` は存在しません`,
  missingAction: () => "ステートメントに `Action` がありません",
  missingResource: () => "ステートメントに `Resource` がありません",
  resourceNotAllowed: () => "信頼ポリシーはそのロールに適用されるので、`Resource` は書けません",
};

/** What an SCP or an RCP cannot say. */
export function organization({ problem, element, use }: RuleParameters["SL38"]): string {
  switch (problem) {
    case "element":
      return `${uses[use]}に \`${element}\` は書けません`;
    case "allow":
      return "RCP は拒否だけを書けます";
    case "principal":
      return 'RCP の Principal は `"*"` だけです';
    case "everyAction":
      return "RCP のアクションに `*` だけは書けません";
  }
}

/** Names one after another; of many the first ones. */
export function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(", ")} など` : names.join(", ");
}
