import { type Arguments, hasFlag, type OptionTable } from "../arguments/option.ts";

/** Options that say what a run looks at first, and what it prints. */
export const RUN_OPTIONS: OptionTable = {
  "no-check": {
    kind: "flag",
    summary: { en: "do not check permissions first", ja: "先に権限を確認しない" },
  },
  quiet: {
    kind: "flag",
    summary: { en: "print nothing but a refusal", ja: "拒否されたとき以外は何も表示しない" },
  },
  "only-show-errors": {
    kind: "flag",
    summary: { en: "print only errors and warnings", ja: "エラーと警告だけを表示する" },
  },
  "no-progress": { kind: "flag", summary: { en: "print no progress", ja: "進捗を表示しない" } },
  "progress-frequency": {
    kind: "value",
    value: "SECONDS",
    summary: {
      en: "print progress no more often than that",
      ja: "進捗の表示間隔 (秒)。これより頻繁には表示しない",
    },
  },
  "progress-multiline": {
    kind: "flag",
    summary: { en: "print each progress on a line of its own", ja: "進捗を毎回新しい行に表示する" },
  },
  json: {
    kind: "flag",
    summary: { en: "print events as JSON Lines", ja: "イベントを JSON Lines で出力する" },
  },
};

/** Whether permissions are checked first; of whoever signs nothing, nobody can tell any. */
export function checksFirst(args: Arguments): boolean {
  return !hasFlag(args, "no-check") && !hasFlag(args, "no-sign-request");
}
