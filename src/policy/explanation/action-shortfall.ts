import { expandAction, isKnownService, nearestAction } from "../../aws/index.ts";
import type { Shortfall } from "./shortfall.ts";

/** Why no entry of `Action` covers what is asked for: a name that is no action explains most. */
export function actionShortfall(named: readonly string[], asked: string): Shortfall {
  const invented = named
    .filter((name) => !isAction(name))
    .map((name) => ({ named: name, meant: nearestAction(name) }));
  const meant = invented.find((each) =>
    each.meant.some((one) => one.toLowerCase() === asked.toLowerCase()),
  );
  if (meant !== undefined) return { code: "noAction", ...meant };
  const [first] = invented;
  return first !== undefined && invented.length === named.length
    ? { code: "noAction", ...first }
    : { code: "otherAction", named };
}

function isAction(name: string): boolean {
  const [service = ""] = name.split(":");
  return name === "*" || !isKnownService(service) || expandAction(name).length > 0;
}
