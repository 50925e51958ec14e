import { invalidArgument } from "../refusal.ts";
import type { RandomBytes } from "../random-ids.ts";

// Orders fall: a newer version sorts before an older one. Base 36 keeps them short.
const DIGITS = 7;
const FIRST = 36 ** DIGITS - 1;
const VERSION_ID = /^[0-9a-z]{7}[\w-]{25}$/;

/** The order of the version that comes after the newest so far. */
export function nextVersionOrder(newest: string | undefined): string {
  const next = newest === undefined ? FIRST : Number.parseInt(newest, 36) - 1;
  return next.toString(36).padStart(DIGITS, "0");
}

/** The id of the version that comes after the newest so far: its order, and what cannot be guessed. */
export function nextVersionId(newest: string | undefined, random: RandomBytes): string {
  return nextVersionOrder(newest) + Buffer.from(random(19)).toString("base64url").slice(0, 25);
}

/** The order that a version id begins with. */
export function orderOfVersion(versionId: string): string {
  return versionId.slice(0, DIGITS);
}

/** The version that a request names; undefined when it names none. */
export function readVersionId(text: string | undefined): string | undefined {
  if (text === undefined || text === "null" || VERSION_ID.test(text)) return text;
  throw invalidArgument("Invalid version id specified", "versionId", text);
}
