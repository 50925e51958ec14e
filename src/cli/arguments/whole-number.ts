import { UsageError } from "../../aws/index.ts";
import { type Arguments, valueOf } from "./option.ts";

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
  throw new UsageError(
    `cannot use \`${text}\` for \`--${name}\`: it must be a whole number from ${bounds.min} to ${bounds.max}`,
  );
}
