import type { CommandEntry } from "../command.ts";

/** Every verb, in the order of `sluice --help`; each is loaded when it is asked for. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "sync",
    summary: {
      en: "make DESTINATION what SOURCE is, as `aws s3 sync` does, after checking every permission",
      ja: "必要な権限をすべて確認してから、`aws s3 sync` と同じように DESTINATION を SOURCE に合わせる",
    },
    load: async () => (await import("./transfers.ts")).sync,
  },
  {
    name: "plan",
    summary: {
      en: "say what `sync` would do, what it costs and whether it is allowed; change nothing",
      ja: "`sync` が行うこと、その費用、許可されるかどうかを示す。何も変更しない",
    },
    load: async () => (await import("./transfers.ts")).plan,
  },
  {
    name: "ls",
    summary: {
      en: "list buckets, or the objects under a prefix, as `aws s3 ls` does",
      ja: "`aws s3 ls` と同じように、バケットやプレフィックス以下のオブジェクトを一覧にする",
    },
    load: async () => (await import("./ls-command.ts")).command,
  },
  {
    name: "cp",
    summary: {
      en: "copy a file or an object, or all that is under a place, as `aws s3 cp` does",
      ja: "`aws s3 cp` と同じように、ファイルやオブジェクト、またはある場所以下のすべてをコピーする",
    },
    load: async () => (await import("./transfers.ts")).cp,
  },
  {
    name: "mv",
    summary: {
      en: "copy, and delete the source of what has arrived whole, as `aws s3 mv` does",
      ja: "`aws s3 mv` と同じように、コピーしてから、完全に届いたものをコピー元から削除する",
    },
    load: async () => (await import("./transfers.ts")).mv,
  },
  {
    name: "rm",
    summary: {
      en: "delete an object, or all that is under a prefix, as `aws s3 rm` does",
      ja: "`aws s3 rm` と同じように、オブジェクトやプレフィックス以下のすべてを削除する",
    },
    load: async () => (await import("./transfers.ts")).rm,
  },
  {
    name: "check",
    summary: {
      en: "say what a sync would be denied, by which layer, in whose account; move nothing",
      ja: "sync のどの権限が、どのアカウントのどの層で拒否されるかを示す。何も転送しない",
    },
    load: async () => (await import("./others.ts")).check,
  },
  {
    name: "jobs",
    summary: {
      en: "list the jobs that `sync --on s3-batch` has begun, or follow one to its end",
      ja: "`sync --on s3-batch` が始めたジョブを一覧にする。または 1 つを終わりまで追う",
    },
    load: async () => (await import("./others.ts")).jobs,
  },
  {
    name: "worker",
    summary: {
      en: "do, with others, what `sync --on fleet` on any machine asks for",
      ja: "どこかのマシンの `sync --on fleet` が求める作業を、ほかのワーカーと分担する",
    },
    load: async () => (await import("./others.ts")).worker,
  },
  {
    name: "explain",
    summary: {
      en: "say what an AccessDenied means, what it hides and what does not help",
      ja: "AccessDenied の意味、その陰に隠れているもの、役に立たない対処を示す",
    },
    load: async () => (await import("./others.ts")).explain,
  },
  {
    name: "grant",
    summary: {
      en: "write the smallest change that lets a sync through, by owner, and prove it",
      ja: "sync を通すための最小の変更を所有者ごとに書き、それで通ることを確かめる",
    },
    load: async () => (await import("./others.ts")).grant,
  },
  {
    name: "test",
    summary: {
      en: "hold assertions about access against a world file, for CI",
      ja: "アクセスについてのアサーションをワールドファイルで検証する (CI 向け)",
    },
    load: async () => (await import("./others.ts")).test,
  },
  {
    name: "lint",
    summary: {
      en: "find mistakes in policy files, Terraform plans and CloudFormation templates",
      ja: "ポリシーファイル、Terraform のプラン、CloudFormation テンプレートの間違いを見つける",
    },
    load: async () => (await import("./others.ts")).lint,
  },
  {
    name: "lab",
    summary: {
      en: "run a local AWS with several accounts whose authorization is real",
      ja: "認可を本物どおりに行う、複数アカウントのローカル AWS を動かす",
    },
    load: async () => (await import("./others.ts")).lab,
  },
  {
    name: "ui",
    summary: {
      en: "show a request's way through the policies in a browser, to edit and try",
      ja: "リクエストがポリシーを通る道筋をブラウザーに表示する。編集して試せる",
    },
    load: async () => (await import("./others.ts")).ui,
  },
  {
    name: "world",
    summary: {
      en: "write the state of a lab that runs as a world file, which loads to the same state",
      ja: "動作中のラボの状態を、同じ状態を再現できるワールドファイルに書き出す",
    },
    load: async () => (await import("./others.ts")).world,
  },
  {
    name: "completion",
    summary: {
      en: "print what makes a shell complete command lines of sluice",
      ja: "sluice のコマンドラインをシェルで補完するための設定を出力する",
    },
    load: async () => (await import("./others.ts")).completion,
  },
  {
    name: "start",
    summary: {
      en: "tell the whole story on a lab of its own: refused, explained, granted, synced",
      ja: "専用のラボで一部始終を見せる: 拒否、説明、許可、同期",
    },
    load: async () => (await import("./others.ts")).start,
  },
];
