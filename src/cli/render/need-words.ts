import type { Need } from "../../app/index.ts";
import type { NeedWords } from "../catalogue/catalogue.ts";

/** A need as sentences name it; a whole prefix ends in `*`. */
export function needWords({ action, resource, anyKeyUnder }: Need): NeedWords {
  return { action, resource: anyKeyUnder === true ? `${resource}*` : resource };
}
