import type { OptionTable } from "./arguments/option.ts";
import { LANGUAGES } from "./catalogue/catalogue-for.ts";

/** Options that every command takes. */
export const GLOBAL_OPTIONS: OptionTable = {
  lang: {
    kind: "value",
    oneOf: LANGUAGES,
    summary: "language of messages (default: from LC_ALL, LC_MESSAGES, LANG)",
  },
  help: { kind: "flag", summary: "explain this command" },
};
