import type { ExplainedGate, ExplainedStatement } from "./explanation.ts";
import { isVague } from "./shortfall.ts";

/** The Allow of a layer that came nearest to matching, if one came near. */
export function nearestAllow(gates: readonly ExplainedGate[]): ExplainedStatement | undefined {
  const allows = gates
    .flatMap(({ statements }) => statements)
    .filter(({ effect, matches }) => effect === "Allow" && matches !== "yes");
  const least = Math.min(...allows.map(missesOf));
  return allows
    .filter((statement) => missesOf(statement) === least)
    .sort((a, b) => vagueness(a) - vagueness(b))[0];
}

function missesOf({ elements, conditions }: ExplainedStatement): number {
  return [...elements, ...conditions].filter(({ result }) => result !== "yes").length;
}

/** Another action says least of why it does not match; a name that differs in its path says most. */
function vagueness({ elements, conditions }: ExplainedStatement): number {
  const vague = elements.filter(({ shortfall }) => shortfall !== undefined && isVague(shortfall));
  const offAction = vague.some(({ name }) => name.endsWith("Action")) ? 4 : 0;
  return offAction + vague.length - (conditions.some(({ result }) => result === "no") ? 0.5 : 0);
}
