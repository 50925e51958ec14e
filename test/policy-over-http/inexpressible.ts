/** Says of a row that no request to the lab is what it asks, and why. */
export class Inexpressible extends Error {
  override readonly name = "Inexpressible";
}

/** What a row knows; a fact that it leaves open cannot be put into a lab. */
export function known<T>(fact: T | "unreadable" | "unknown"): T {
  if (fact === "unreadable" || fact === "unknown") {
    throw new Inexpressible("a fact is unknown: the lab knows all of its own");
  }
  return fact;
}
