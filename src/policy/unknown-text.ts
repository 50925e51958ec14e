/**
 * Stands in a policy for text that is not known yet, such as what a template's `!Ref` will give.
 * A noncharacter, so no real policy holds it (The Unicode Standard, 23.7 Noncharacters).
 */
export const UNKNOWN_TEXT = "\uFDD0";

/** Whether all of a text is known. */
export function isKnown(text: string): boolean {
  return !text.includes(UNKNOWN_TEXT);
}
