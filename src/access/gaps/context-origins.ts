import type { ContextOrigin, ContextOrigins, RequestContext } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { ordinarySurroundings } from "../facts/surroundings.ts";
import type { Need } from "../needs/need.ts";

/** Who told each value of the context that a need was judged in. */
export function contextOrigins(
  { context: own, because }: Need,
  { surroundings }: Facts,
  context: RequestContext,
): ContextOrigins {
  const sent = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  const originOf = (key: string): ContextOrigin => {
    if (context.get(key) === "unknown") return "unknown";
    // A need that no operation has comes from a person: `can … when …`.
    if (sent.has(key)) return because.length === 0 ? "given" : "parameter";
    if (ordinarySurroundings.has(key)) return "assumed";
    return byName(key) ?? (surroundings.has(key) ? "network" : "assumed");
  };
  return new Map([...context.keys()].map((key) => [key, originOf(key)]));
}

const families: readonly (readonly [RegExp, ContextOrigin])[] = [
  [/^aws:(?:principal|resource)org(?:id|paths)$/, "organization"],
  [/^aws:(?:principal.*|userid|username)$/, "caller"],
  [/^(?:aws|s3):resourceaccount$/, "resource"],
  [/^aws:(?:currenttime|epochtime)$/, "clock"],
];

function byName(key: string): ContextOrigin | undefined {
  return families.find(([pattern]) => pattern.test(key))?.[1];
}
