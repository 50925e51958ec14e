import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("mv", {
  options: {
    "validate-same-s3-paths": {
      kind: "flag",
      summary: {
        en: "find out whether an access point leads to the other bucket (always done)",
        ja: "アクセスポイントの先がもう一方のバケットかどうかを調べる (常に行う)",
      },
    },
  },
  examples: [
    {
      says: { en: "rename an object", ja: "オブジェクトの名前を変える" },
      line: "sluice mv s3://my-bucket/draft.txt s3://my-bucket/final.txt",
    },
    {
      says: {
        en: "empty a directory into a bucket",
        ja: "ディレクトリーの中身をすべてバケットに移す",
      },
      line: "sluice mv ./outbox s3://my-bucket/inbox --recursive",
    },
  ],
});
