import type { Language } from "../../aws/index.ts";
import type { Catalogue } from "./catalogue.ts";

// A command speaks one of them.
const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import("./english/english.ts")).english,
  ja: async () => (await import("./japanese/japanese.ts")).japanese,
};

/** The languages that `--lang` takes. */
export const LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

/** The catalogue that was asked for, or that the locale names; English when it names no other. */
export function catalogueFor(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Catalogue> {
  const locale = asked ?? env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  return CATALOGUES[locale.startsWith("ja") ? "ja" : "en"]();
}
