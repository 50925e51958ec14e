import type { Tri } from "../decision.ts";
import type { Effect } from "../policy-document.ts";
import { both, either } from "../tri.ts";
import type { Reading, Readings, Strictness } from "./strictness.ts";

export const documentedReadings: Readings = readAll("ours");
const strictReadings: Readings = readAll("stricter");

function readAll(reading: Reading): Readings {
  return {
    everyonePastLimits: reading,
    everyoneOutside: reading,
    notPrincipalLineage: reading,
    notPrincipalAllow: reading,
    sessionPolicies: reading,
    severalValues: reading,
    forAnyValueNegated: reading,
    arnStar: reading,
  };
}

// Not state that anyone can see: it only spares making the same again.
const chosen = new WeakMap<Partial<Readings>, Readings>();

/** The reading of every choice. */
export function readingsOf(strictness: Strictness = "documented"): Readings {
  if (strictness === "documented") return documentedReadings;
  if (strictness === "strict") return strictReadings;
  const known = chosen.get(strictness);
  if (known !== undefined) return known;
  const readings = { ...documentedReadings, ...strictness };
  chosen.set(strictness, readings);
  return readings;
}

/** What both readings of a statement give. */
interface BothWays {
  readonly ours: Tri;
  readonly alternative: Tri;
}

/** Whether a statement holds as it is to be read; the less an Allow holds and the more a Deny, the stricter. */
export function heldAs(reading: Reading, effect: Effect, { ours, alternative }: BothWays): Tri {
  switch (reading) {
    case "ours":
      return ours;
    case "alternative":
      return alternative;
    case "stricter":
      return effect === "Allow" ? both(ours, alternative) : either(ours, alternative);
  }
}
