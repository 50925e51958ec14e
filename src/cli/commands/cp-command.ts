import type { Command } from "../command.ts";
import { copyCommand } from "./copy-command.ts";

export const command: Command = copyCommand("cp", {
  options: {
    "expected-size": {
      kind: "value",
      value: "BYTES",
      summary: {
        en: "how much `-` has, where it is more than 50 GB: parts are made large enough",
        ja: "`-` が 50 GB を超えるときのバイト数。パートを十分に大きくする",
      },
    },
  },
  examples: [
    {
      says: { en: "one file up", ja: "ファイルを 1 つアップロードする" },
      line: "sluice cp ./a.txt s3://my-bucket/texts/",
    },
    {
      says: {
        en: "all that is under a prefix down, without the logs",
        ja: "プレフィックス以下を、ログを除いてすべてダウンロードする",
      },
      line: "sluice cp s3://my-bucket/site ./site --recursive --exclude '*.log'",
    },
    {
      says: { en: "from and to other programs", ja: "ほかのプログラムから、ほかのプログラムへ" },
      line: "tar c . | sluice cp - s3://my-bucket/all.tar",
    },
  ],
});
