import type { Tri } from "../decision.ts";
import { allOf, anyOf } from "../tri.ts";
import type { Considering } from "./consider.ts";

/** IAM User Guide, Policy evaluation logic: one of two within an account, both across accounts. */
export function allowsOverall({ relation, identity, resource }: Considering): Tri {
  const mine = identity?.gate.allows ?? "yes";
  const within = anyOf([mine, resource.allowsEntity]);
  const across = allOf([mine, resource.gate.allows]);
  switch (relation) {
    case "sameAccount":
      return within;
    case "crossAccount":
    case "anonymous":
      return across;
    case "unknown":
      return within === across ? within : "unknown";
  }
}
