/** A JSON value as a Terraform expression, its lines set in by `indent` after the first. */
export function hclValue(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => `${inner}${hclValue(item, inner)},`);
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return "{}";
    const width = widths(entries);
    const lines = entries.map(
      ([key, item], i) =>
        `${inner}${hclString(key).padEnd(width[i] ?? 0)} = ${hclValue(item, inner)}`,
    );
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  return typeof value === "string" ? hclString(value) : JSON.stringify(value);
}

/**
 * A text as a Terraform string. JSON's escapes are HCL's but for `\b` and `\f`, and `${` and `%{` begin
 * templates there (Terraform, Configuration Language, Strings and Templates).
 */
export function hclString(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\./g, (escape) => HCL_ESCAPES.get(escape) ?? escape)
    .replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

const HCL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\b", "\\u0008"],
  ["\\f", "\\u000c"],
]);

/** A name as a Terraform identifier. */
export function hclName(text: string): string {
  return text.replaceAll(/[^\w-]/g, "_");
}

/** `terraform fmt` aligns the equals signs of neighbours whose values are on one line. */
function widths(entries: readonly (readonly [string, unknown])[]): readonly number[] {
  const result: number[] = [];
  let run: number[] = [];
  const close = (): void => {
    const widest = Math.max(0, ...run.map((i) => hclString(entries[i]?.[0] ?? "").length));
    for (const i of run) result[i] = widest;
    run = [];
  };
  entries.forEach(([key, value], i) => {
    if (isOneLine(value)) {
      run.push(i);
      return;
    }
    close();
    result[i] = hclString(key).length;
  });
  close();
  return result;
}

function isOneLine(value: unknown): boolean {
  return typeof value !== "object" || value === null || Object.keys(value).length === 0;
}
