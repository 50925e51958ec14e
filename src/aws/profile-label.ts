import type { Sentence } from "./sentence.ts";

/** How a person names whoever acts by a profile. */
export function profileLabel(name: string): Sentence {
  return { en: `profile ${name}`, ja: `プロファイル ${name}` };
}
