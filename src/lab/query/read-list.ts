import type { QueryCall } from "./query-call.ts";

// Longer lists than any operation takes.
const MAX_MEMBERS = 2000;

/** The members of a list of plain values: `TagKeys.member.1`, `TagKeys.member.2`, … */
export function readList({ form }: Pick<QueryCall, "form">, name: string): readonly string[] {
  const values: string[] = [];
  for (let i = 1; i <= MAX_MEMBERS; i++) {
    const value = form.get(`${name}.member.${i}`);
    if (value === undefined) break;
    values.push(value);
  }
  return values;
}

/** The members of a list of structures, by the names of their fields: `Tags.member.1.Key`, … */
export function readStructures(
  { form }: Pick<QueryCall, "form">,
  name: string,
): readonly ReadonlyMap<string, string>[] {
  const found = new Map<string, Map<string, string>>();
  const start = `${name}.member.`;
  for (const [parameter, value] of form) {
    if (!parameter.startsWith(start)) continue;
    const [position = "", ...field] = parameter.slice(start.length).split(".");
    const fields = found.get(position) ?? new Map<string, string>();
    found.set(position, fields.set(field.join("."), value));
  }
  return [...found]
    .sort(([a], [b]) => Number(a) - Number(b))
    .slice(0, MAX_MEMBERS)
    .map(([, fields]) => fields);
}
