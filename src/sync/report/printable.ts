/**
 * A text on one line, without what a terminal obeys: keys come from strangers, and a newline or an
 * escape sequence in one could forge a line of output. So could a separator of lines, or a mark that
 * turns the direction of writing (Unicode Standard Annex 9, Explicit Directional Formatting).
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (control) => {
    const code = control.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}
