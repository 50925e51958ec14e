import type { Language } from "../../aws/index.ts";
import type { Catalogue } from "./catalogue.ts";
import { english } from "./english/english.ts";
import { japanese } from "./japanese/japanese.ts";

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en: english, ja: japanese };

/** The languages that `--lang` takes. */
export const LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

/** The catalogue that was asked for, or that the locale names; English when it names no other. */
export function catalogueFor(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Catalogue {
  const locale = asked ?? env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  return CATALOGUES[locale.startsWith("ja") ? "ja" : "en"];
}
