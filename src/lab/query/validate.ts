import { validationError } from "./query-call.ts";
import type { Refusal } from "../refusal.ts";

/** AWS's answer to a value that breaks a constraint of its service's model. */
export function constraintError(value: string | null, member: string, constraint: string): Refusal {
  const shown = value === null ? "null" : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Refuses a text that is shorter or longer than a model allows. */
export function requireLength(
  value: string,
  member: string,
  { min = 1, max }: { readonly min?: number; readonly max: number },
): void {
  if (value.length < min) {
    throw constraintError(value, member, `have length greater than or equal to ${min}`);
  }
  if (value.length > max) {
    throw constraintError(value, member, `have length less than or equal to ${max}`);
  }
}

/** A whole number within bounds, or undefined when the call has none. */
export function readWhole(
  text: string | undefined,
  member: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (number < min) {
    throw constraintError(text, member, `have value greater than or equal to ${min}`);
  }
  if (number > max) throw constraintError(text, member, `have value less than or equal to ${max}`);
  return number;
}

/** One of the values that a model lists, or undefined when the call has none. */
export function readChoice<Choice extends string>(
  text: string | undefined,
  member: string,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw constraintError(text, member, `satisfy enum value set: [${choices.join(", ")}]`);
}
