import type { OpenQuestion } from "../../../app/index.ts";
import type { RequestWords } from "../request-words.ts";

export const request: RequestWords = {
  wrote: ({ path, questions }) =>
    `${path} に質問を ${questions} 件書き出しました (名前と ARN のみで、秘密情報は含みません):`,
  question: (question) =>
    question.why.ja === "" ? subject(question) : `${subject(question)} (${question.why.ja})`,
  whoKnows: ({ account, of, what }) =>
    account !== undefined
      ? `回答できるのはアカウント ${account} です`
      : what === "serviceControl" || what === "resourceControl"
        ? "回答できるのは組織の管理アカウントです"
        : `回答できるのはバケット ${of} を所有するアカウントです`,
  send: (command) => `回答できる相手にこのファイルを送り、相手側で実行してもらいます: ${command}`,
  handBack: (command) => `返送されたら: ${command}`,
  nothingOpen: "ほかの人に尋ねるべき不明点はありません。質問ファイルは書き出しません",
  answeredAs: (arn) => `${arn} として回答しました:`,
  answered: ({ told, refused, path }) =>
    `${path} に回答を ${told} 件書き込みました${refused > 0 ? ` (拒否 ${refused} 件)` : ""}。内容は上記のポリシーと設定のみで、秘密情報は含みません。質問者に返送し、次のコマンドで使ってもらいます:`,
};

function subject({ what, of }: OpenQuestion): string {
  switch (what) {
    case "identityPolicies":
      return `アカウント ${of} の呼び出し元自身のポリシー`;
    case "boundary":
      return `アカウント ${of} の呼び出し元のアクセス許可の境界`;
    case "serviceControl":
      return `アカウント ${of} に及ぶサービスコントロールポリシー`;
    case "accessPoint":
      return `アクセスポイント ${of} のバケット、ポリシー、利用できるネットワーク`;
    case "bucketPolicy":
      return `バケット ${of} の所有者とポリシー`;
    case "bucketSettings":
      return `バケット ${of} の設定`;
    case "encryption":
      return `バケット ${of} の暗号化とそのキー`;
    case "resourceControl":
      return `バケット ${of} に及ぶリソースコントロールポリシー`;
  }
}
