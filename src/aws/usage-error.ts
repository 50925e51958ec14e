import { ToldError } from "./told-error.ts";

/**
 * Something that the person at the terminal can mend: a flag, a path, a profile, a file.
 * Its sentence says what was tried, on what, and what would be right.
 */
export class UsageError extends ToldError {
  override readonly name = "UsageError";
}
