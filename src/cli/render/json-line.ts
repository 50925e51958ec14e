/** One line of `--json` output: `v` is the version of its shape. */
export function jsonLine(type: string, fields: object): string {
  return `${JSON.stringify({ v: 1, type, ...fields })}\n`;
}
