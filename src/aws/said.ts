import type { Sentence } from "./sentence.ts";

/** Between the languages of a message: valibot carries one text. */
const SEPARATOR = "\u001f";

/** What valibot is to say of a mistake. */
export function said(en: string, ja: string): string {
  return `${en}${SEPARATOR}${ja}`;
}

/** What `said` was told; a text of valibot's own stays as it is. */
export function sentenceSaid(message: string): Sentence {
  const [en = "", ja = en] = message.split(SEPARATOR);
  return { en, ja };
}
