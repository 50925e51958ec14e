import type { RandomBytes } from "../random-ids.ts";

/** A secret that is safe in URLs. */
export function makeToken(random: RandomBytes): string {
  return Buffer.from(random(24)).toString("base64url");
}
