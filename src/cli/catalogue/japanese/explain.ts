import type { Actor, WrongFix } from "../../../app/index.ts";
import type { ExplainWords } from "../catalogue.ts";

export const explain: ExplainWords = {
  nothingFound: (lines) =>
    `この ${lines} 行に AWS の拒否は見つかりません。AWS のエラーコードと文面、それを含むツールの出力、\`errorCode\` のある CloudTrail イベント、失敗を記録したサーバーアクセスログの行を探しました。失敗したツールの出力をそのまま貼ってください`,
  times: (count) => (count === 1 ? "" : ` (${count} 回)`),
  actor,
  wrongFix,
  labels: {
    means: "意味            ",
    who: "対応する人      ",
    causes: "考えられる原因  ",
    hides: "隠れている拒否  ",
    avoid: "効かない直し方  ",
    fix: "直し方          ",
    keys: "例              ",
    decoded: "復号の結果      ",
    details: "詳しくは        ",
    next: "次の手          ",
  },
  allowInBucketPolicy: (roleName) =>
    `${
      roleName === undefined
        ? "バケットポリシーで呼び出し元を許可する"
        : `バケットポリシーでロールを完全な ARN (\`aws iam get-role --role-name ${roleName} --query Role.Arn\` で得られる) で許可する`
    }。\`sluice grant コピー元 コピー先\` が書いて証明します`,
  decode: (command) =>
    `\`${command}\` で読めます (sts:DecodeAuthorizationMessage の許可が必要です)`,
  notDecoded: (refusal) => `エンコードされたメッセージは復号できませんでした: ${refusal}`,
  matchedStatement: ({ sid, effect, actions, resources, conditions }) =>
    `${sid === "" ? "Sid のないステートメント" : `ステートメント \`${sid}\``}: ${resources} への ${actions} を ${effect}${conditions === "" ? "" : ` (条件: ${conditions})`}`,
  noStatement: (isExplicit) =>
    isExplicit
      ? "明示的な拒否ですが、AWS はステートメントを示していません"
      : "一致したステートメントがなく、許可がありません",
  failure: (failure) => `評価できなかったもの: ${failure}`,
  askForDetails: (id) =>
    `認可 ID ${id} について IAM が根拠のポリシーを答えます (iam:GetRequestAuthorizationDetails)。ラボへのリクエストなら \`sluice explain ${id}\``,
  next: "`sluice check コピー元 コピー先` で、どれが原因かが分かります",
};

/** Each with the account in brackets, where it is known. */
const actors: Readonly<Record<Actor["who"], (known: string) => string>> = {
  caller: (known) => `コマンドを実行した本人${known}`,
  callersAccount: (known) => `呼び出し元アカウントの管理者${known}`,
  bucketOwner: (known) => `バケットを所有するアカウント${known}`,
  keyOwner: (known) => `KMS キーを所有するアカウント${known}`,
  callersOrganization: (known) => `呼び出し元の組織の管理者${known}`,
  ownersOrganization: (known) => `バケット所有者の組織の管理者${known}`,
  networkOwner: () => "VPC エンドポイントの管理者",
  roleOwner: (known) => `ロールを所有するアカウント${known}`,
  awsSupport: () => "AWS サポート",
  eitherSide: () => "どちらの側かは、この文面からは分かりません",
};

function actor({ who, account }: Actor): string {
  return actors[who](account === "unknown" ? "" : ` (アカウント ${account})`);
}

function wrongFix({ code, value }: WrongFix): string {
  switch (code) {
    case "session-arn-as-principal":
      return `${value} を Principal にする: そのセッション名だけにしか効きません`;
    case "role-arn-without-path":
      return `${value} を Principal にする: パスがないと \`Invalid principal in policy\` になります`;
    case "list-on-objects":
      return `${value} に一覧を許可する: 一覧はバケットそのものに対して確認されます`;
    case "objects-on-bucket":
      return `${value} にオブジェクト操作を許可する: 対象は \`/*\` のオブジェクトです`;
    case "operation-as-action":
      return `${value} を許可する: そのようなアクションはありません`;
    case "allow-against-deny":
      return `${value} の Allow を足す: Deny が必ず優先されます`;
    case "administrator-in-other-account":
      return `呼び出し元アカウントの ${value}: 効力はアカウントの境界までです`;
    case "public-bucket":
      return `Principal を \`${value}\` にする: 全員に公開され、ブロックパブリックアクセスにも拒否されます`;
  }
}
