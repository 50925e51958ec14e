import { isOpenToAll } from "../evaluate/special-actions.ts";
import { askedWords, gateWords, statementName } from "./policy-words.ts";
import type { ExplainedGate } from "./explanation.ts";
import { grantOf, type Telling } from "./why-refused.ts";

/** By what a request is allowed, and why limits that do not allow it do not stop it. */
export function whyAllowed({ explanation, words }: Telling): string {
  const { by, gates, request } = explanation;
  const asked = askedWords(explanation);
  if (isOpenToAll(request.action.toLowerCase())) return words.allowedToAll(asked);
  const grant = grantOf("alone", explanation);
  const passed = gates.filter(isPassedBy);
  return words.together([
    words.allowed(
      asked,
      by.map((ref) => statementName({ ref }, explanation, words)),
    ),
    ...(grant === undefined || passed.length === 0
      ? []
      : [words.notLimited(statementName(grant, explanation, words), passed.map(gateWords))]),
    ...gates.flatMap((gate) =>
      gate.exemptBecause === undefined
        ? []
        : [words.exempt(gateWords(gate), words.exemption(gate.exemptBecause))],
    ),
  ]);
}

function isPassedBy({ layer, allows, required }: ExplainedGate): boolean {
  return (layer === "boundary" || layer === "session") && allows !== "yes" && required === "no";
}
