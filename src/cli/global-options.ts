import type { OptionTable } from "./arguments/option.ts";
import { LANGUAGES } from "./catalogue/catalogue-for.ts";

/** Options that every command takes. */
export const GLOBAL_OPTIONS: OptionTable = {
  lang: {
    kind: "value",
    oneOf: LANGUAGES,
    summary: {
      en: "language of messages (default: from LC_ALL, LC_MESSAGES, LANG)",
      ja: "メッセージの言語 (デフォルト: LC_ALL、LC_MESSAGES、LANG による)",
    },
  },
  help: {
    kind: "flag",
    summary: { en: "explain this command", ja: "このコマンドの説明を表示する" },
  },
};
