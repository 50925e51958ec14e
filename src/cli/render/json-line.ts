/** One line of `--json` output: `v` is the version of its shape. */
export function jsonLine<T extends { readonly type: string }>(fields: T): string {
  return `${JSON.stringify({ v: 1, ...fields })}\n`;
}
