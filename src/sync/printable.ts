/**
 * A text on one line, without what a terminal obeys: keys come from strangers, and a newline or an
 * escape sequence in one could forge a line of output.
 */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
