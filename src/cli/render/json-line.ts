/** One line of `--json` output: `v` is the version of its shape. */
export function jsonLine(
  fields: { readonly type: string } & Readonly<Record<string, unknown>>,
): string {
  return `${JSON.stringify({ v: 1, ...fields })}\n`;
}
