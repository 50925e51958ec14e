import type { HelpWords } from "../help-words.ts";

export const help: HelpWords = {
  tagline: "AWS アカウントをまたぐ S3 の同期。できない理由を示し、直し方を書く",
  usage: "使い方",
  anyOptions: "[オプション]",
  options: "オプション",
  examples: "例",
  more: "`sluice COMMAND --help` で各コマンドの説明と例、`sluice --version` でバージョンを表示します",
};
