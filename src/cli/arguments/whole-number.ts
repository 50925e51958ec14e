import { type Arguments, valueOf } from "./option.ts";
import { notWhole } from "./usage-faults.ts";

/** Reads an option as a whole number within bounds; undefined when it was not given. */
export function wholeNumberOf(
  args: Arguments,
  name: string,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  const text = valueOf(args, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= bounds.min && number <= bounds.max) return number;
  throw notWhole({ option: `--${name}`, value: text, ...bounds });
}
