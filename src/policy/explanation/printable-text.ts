/**
 * A text without what a terminal obeys or what turns its direction: keys, names and policies come from
 * strangers, and an escape sequence in one could forge a line of output.
 */
export function printableText(text: string): string {
  return text.replace(
    /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (control) => `\\u{${(control.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A value as messages show it. */
export function quotedText(text: string): string {
  return `\`${printableText(text)}\``;
}
