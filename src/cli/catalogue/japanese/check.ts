import type { Blocker } from "../../../app/index.ts";
import type { CheckWords, NeedWords } from "../catalogue.ts";
import { layerAfter, layers } from "./layers.ts";

const reasons: CheckWords["reasons"] = (all) => all.join("。");

export const check: CheckWords = {
  caller: ({ who, account, label }) => `呼び出し元  ${who} (アカウント ${account}、${label.ja})`,
  source: "コピー元",
  destination: "コピー先",
  role: "ロール",
  jobs: "ジョブ",
  result: "結果",
  bucketsOwner: "バケット所有者",
  blocker,
  deniedSomewhere: ({ action, resource }) =>
    `${resource} への ${action} が拒否されましたが、AWS はどのポリシーかを示していません`,
  askForException:
    "付与では直せません。Deny はどの Allow にも優先します。上のアカウントに例外を依頼してください",
  requestPayer:
    "`--request-payer requester` を付けてもう一度実行してください。リクエストと転送の料金は自分のアカウントに請求されます",
  useTls: "https のエンドポイントを使ってください。バケットポリシーはそのままで構いません",
  sendHeader:
    "求められているヘッダーを `--sse`、`--sse-kms-key-id`、`--acl`、`--grants`、`--storage-class` で送ってください。バケットのデフォルト設定では満たされません",
  unpublish:
    "バケットの所有者が、公開されているステートメントを削除するか範囲を狭めてください。それがある間、ほかのアカウントは誰もアクセスできません",
  dropAcl:
    "`--acl` を外すか、`bucket-owner-full-control` を指定してください。権限を増やしても直りません",
  otherEncryption:
    "`--sse-c` を外すか、`--sse aws:kms` で暗号化してください。権限を増やしても直りませんが、バケットの所有者は `BlockedEncryptionTypes` から SSE-C を外せます",
  otherWay:
    "そのバケットには別の経路 (NAT やインターネットゲートウェイ、またはバケットのリージョン) からアクセスしてください。ポリシーでは直りません",
  foreseen: {
    always: () => "",
    "if-large": (size) => `${size} 以上のオブジェクトにだけ必要です。今はありません:`,
    "if-tagged": () =>
      "タグのあるオブジェクトはコピーに失敗し、大きい場合はタグなしでコピーされます。`aws s3 sync` は 2 KB を超えるタグを書けないとそのコピーを削除します:",
    "on-failure": () => "アップロードに失敗すると、パートが残って課金されます:",
  },
  largeSeen: ({ large, looked, size }) =>
    `調べた ${looked.toLocaleString("ja")} 個のオブジェクトのうち ${large.toLocaleString("ja")} 個が ${size} 以上です。パートに分けて送るものにだけ必要です`,
  largeUnseen: (seen) =>
    seen === undefined
      ? "権限はありませんが、パートに分けて送るオブジェクトにだけ必要で、それがあるかどうかは調べられませんでした"
      : `権限はありませんが、${seen.size} 以上のオブジェクトにだけ必要で、調べた ${seen.looked.toLocaleString("ja")} 個の中に、確実に送るものはありません`,
  assumed: (assumed) =>
    `次のものは確認していないか、確認できないため、許可するものとみなしています: ${assumed.map((layer) => layers[layer]).join("、")}${assumed.some((layer) => layer === "serviceControl" || layer === "resourceControl") ? "。コントロールポリシーは、管理アカウントのプロファイルを --organization-profile で指定すると読めます" : ""}`,
  labels: {
    awsSays: "AWS の応答      ",
    awsWouldSay: "AWS の応答 (予測) ",
    hides: "隠れている拒否  ",
    who: "対応する人      ",
    why: "理由            ",
    cause: "原因            ",
    fix: "直し方          ",
  },
  hidden: ({ action, resource }) => `次に ${resource} への ${action} が拒否されます`,
  who: (account, own) =>
    account === own ? `アカウント ${account} (自分のアカウント)` : `アカウント ${account} (相手側)`,
  unknownOwner: (bucket) => `バケット ${bucket} を所有するアカウント`,
  endpointOwner: "VPC エンドポイントを所有するアカウント",
  reasons,
  unanswered: (answer, why) =>
    `? ${answer.need.resource}${answer.need.anyKeyUnder ? "*" : ""} への ${answer.need.action}: 判断できません (${reasons(why)})`,
  tagsUnseen:
    "タグのないオブジェクトは拒否されます。各オブジェクトのタグは、読み取るときまで分かりません",
  openForTags: ({ action, resource }) =>
    `タグのあるオブジェクトについて: ${resource} への ${action} が許可されるかは判断できません`,
  dependsOnKey: ({ action, resource }) => `? ${resource} への ${action}: キーによって異なります`,
  keyOutcomes: {
    allowed: "許可される      ",
    explicitDeny: "拒否される      ",
    implicitDeny: "Allow がない    ",
    unknown: "判断できない    ",
  },
  tooManyKeySets: "パターンが多すぎて、すべてのキーを区別できません",
  keysExcept: (patterns, except) => `${patterns} (${except} を除く)`,
  askOwner:
    "所有アカウントのプロファイルを --owner-profile で指定するか、所有者に回答してもらってください (--request FILE が質問を書き出します)",
  verdict: (verdict, { denied, unknown, byKey, bySize, all }) => {
    switch (verdict) {
      case "allowed":
        return `許可: 必要な ${all} 個の権限がすべてあります`;
      case "denied":
        return `拒否: ${all} 個のうち ${denied} 個の権限がありません${unknown > 0 ? ` (不明 ${unknown} 個)` : ""}`;
      case "unknown":
        if (bySize === unknown) {
          return `不明: ${all} 個のうち ${unknown} 個の権限が、大きいオブジェクトにだけ足りません`;
        }
        return byKey === unknown
          ? `不明: ${all} 個のうち ${unknown} 個の権限は、一部のキーにしかありません`
          : `不明: ${all} 個のうち ${unknown} 個の権限は、ここからは判断できません`;
    }
  },
  stopped: "1 バイトも転送せずに止めました。--no-check を付けると確認せずに実行します",
};

function blocker({ layer, account, kind }: Blocker, { action }: NeedWords): string {
  const where = account === "unknown" ? layers[layer] : `${account} ${layerAfter("の", layer)}`;
  switch (kind) {
    case "denies":
      return `${where}が ${action} を拒否しています`;
    case "unread":
      return `${where}を読めませんでした。Allow がないか、Deny がある可能性があります`;
    case "silent":
      if (layer === "key")
        return `${account === "unknown" ? "" : `アカウント ${account} に`}${action} で使える KMS キーがありません`;
      return `${where}に、${action} を許可する Allow がありません`;
  }
}
