import type { Sentence } from "../../aws/index.ts";

/**
 * One option of a command. `flag` takes no value, `value` takes one and the last wins,
 * `list` takes one each time it is given and keeps them in order, `many` takes all words up to the
 * next option.
 */
export interface OptionSpec {
  readonly kind: "flag" | "value" | "list" | "many";
  /** What the value is called in help, e.g. `PROFILE`. */
  readonly value?: string;
  /** What a `value` option means when no value follows it. */
  readonly implied?: string;
  /** The only values that are right, where they are few. */
  readonly oneOf?: readonly string[];
  readonly summary: Sentence;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What was typed, checked against a table. Options stand in the order in which they were given. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly given: readonly { readonly name: string; readonly value: string | undefined }[];
}

export function hasFlag(args: Arguments, name: string): boolean {
  return args.given.some((option) => option.name === name);
}

/** The value of an option, the last one where it was repeated. */
export function valueOf(args: Arguments, name: string): string | undefined {
  return args.given.findLast((option) => option.name === name)?.value;
}

export function valuesOf(args: Arguments, name: string): readonly string[] {
  return args.given.flatMap((option) =>
    option.name === name && option.value !== undefined ? [option.value] : [],
  );
}
