import type { Catalogue } from "../catalogue/catalogue.ts";

/** What is said of an error that nobody expected. Parts of the program are loaded late, and may be gone by then. */
export function faultText(error: unknown, words: Catalogue): string {
  if (!(error instanceof Error)) return `${words.fault}\n${String(error)}`;
  return "code" in error && error.code === "ERR_MODULE_NOT_FOUND"
    ? `${words.partGone}\n${error.message}`
    : `${words.fault}\n${error.stack ?? error.message}`;
}
