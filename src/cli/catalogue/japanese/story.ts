import type { LabWords, StoryWords } from "../catalogue.ts";

export const lab: LabWords = {
  ready: ({ url, accounts, profiles }) =>
    `sluice lab の準備ができました: ${url} (${accounts} アカウント、プロファイル ${profiles.join(", ")})`,
  readyForTls: ({ url, caPath }) => `TLS は ${url}: AWS_CA_BUNDLE=${caPath} を信頼してください`,
  lacked: (lacks) =>
    `この lab にないものが求められました: ${lacks.map(({ what, count }) => `${what} (${count})`).join(", ")}`,
  saved: (path) => `${path} に書き出しました`,
  notRead: (what) => `読み取れませんでした: ${what.ja}`,
  notPulled: (what) => `読み取れなかったため含めていません: ${what.ja}`,
};

const titles: Readonly<Record<Parameters<StoryWords["title"]>[0], string>> = {
  world: "手元の AWS: 1 つの組織に 2 つのアカウント dev-a と dev-b",
  up: "ディレクトリを dev-a のバケットへ",
  refused: "そこから dev-b のバケットへ: 1 バイトも動く前に拒否",
  wrongFixes: "正しそうに見える 3 つの直し方",
  grant: "正しい直し方: dev-b が許可し、同じ sync が通る",
  down: "dev-b からディレクトリへ戻す",
  repeat: "自分で試すには",
};

export const story: StoryWords = {
  title: (step) => titles[step],
  lab: ({ url, roleArn }) => `${url} で起動。dev-a の alice のサインイン先は\n${roleArn}`,
  tree: ({ files, bytes, from }) =>
    `${files} ファイル、${bytes}: ${from}、マルチパートになる大きさのファイル、日本語名のファイル`,
  wrongFix: (fix) => {
    switch (fix) {
      case "session":
        return "エラーに出た ARN (alice のセッション) を Principal にする";
      case "path":
        return "よく書かれる、パスのないロール ARN を Principal にする";
      case "objects":
        return "Principal は正しいが、ListBucket を `bucket/*` だけに許可する";
    }
  },
  wrongFixResult: (fix) => {
    switch (fix) {
      case "session":
        return "alice には効きますが、それだけです。同じロールの carol は拒否されます";
      case "path":
        return "S3 は保存しません。そのようなロールは存在しません";
      case "objects":
        return "S3 は保存しません。一覧はバケットそのものに対して確認されますが、対象にバケットがありません";
    }
  },
  verified: (objects) => `検証: ${objects} オブジェクト、キー・サイズ・ETag が両側で一致`,
  nothingMoved: "もう一度実行しても、何も転送されません",
  identical: (files) => `${files} ファイルが、1 バイトも違わず戻りました`,
  notes: {
    both: "両方の端末で (`sluice` がインストール済みなら不要)",
    lab: "端末 1",
    sluice: "端末 2、sluice で",
    aws: "端末 2、aws CLI で (1.29 または 2.13 以降。それより古い場合は --endpoint-url http://127.0.0.1:4599 を付ける)",
    refused: "拒否され、理由が表示される",
    closed: "元どおり閉じる",
  },
  repeat: "1 つの端末で lab を動かし、別の端末で次を実行します:",
  keep: (url) => `lab は ${url} で動き続けます。Ctrl-C で終わります`,
  done: (seconds) => `全部で ${seconds} 秒でした`,
  unexpected: ({ line, wanted, got }) =>
    `\`${line}\` で想定外の結果になりました: 想定 ${wanted}、実際 ${got}`,
};
