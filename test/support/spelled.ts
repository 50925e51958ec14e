/** A key of the corpus of hostile names in full: `{x×9}` is nine times `x`. */
export function spelled(text: string): string {
  return text.replace(/\{(.)×(\d+)\}/gu, (_, char: string, times: string) =>
    char.repeat(Number(times)),
  );
}
