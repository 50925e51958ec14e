/**
 * Something that the person at the terminal can mend: a flag, a path, a profile, a file.
 * The message says what was tried, on what, and what would be right.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
