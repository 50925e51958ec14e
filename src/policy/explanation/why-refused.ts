import type { ExplainedGate, ExplainedStatement, Explanation, Reach } from "./explanation.ts";
import { layerTraits } from "../layer-traits.ts";
import { nearestAllow } from "./nearest-allow.ts";
import { askedWords, gateWords, statementName, statementPolicy } from "./policy-words.ts";
import { settingText } from "./setting-text.ts";
import { lacksOf, matchedWords } from "./statement-words.ts";
import type { ExplanationWords } from "./words.ts";

/** What a text about an explanation is made of. */
export interface Telling {
  readonly explanation: Explanation;
  readonly words: ExplanationWords;
  /** Why a KMS call was refused that S3 makes in the caller's name. */
  readonly tellCall: (call: Explanation) => string;
}

/** Why a gate denies: the statement, and what it matched on, or the setting. */
export function whyDenied(gate: ExplainedGate, telling: Telling): string {
  const { explanation, words } = telling;
  const denying = gate.statements.filter(
    ({ effect, matches }) => effect === "Deny" && matches === "yes",
  );
  const [first, ...others] = denying;
  if (first === undefined) return whyStopped(gate, telling);
  return words.denies({
    statement: statementName(first, explanation, words),
    asked: askedWords(explanation),
    matched: matchedWords(first, words),
    others: others.length,
  });
}

/** Sentences about a silence: that there is one, and what is to be said of it besides. */
export interface Silence {
  readonly headline: string;
  readonly details: readonly string[];
}

/** Why nothing in a gate allows: the statement that came nearest, and what it lacks. */
export function whySilent(gate: ExplainedGate, telling: Telling): Silence {
  const { explanation, words } = telling;
  if (gate.statements.length === 0 && isSetting(gate)) {
    const headline = whyStopped(gate, telling);
    return { headline, details: [headline] };
  }
  const level = gate.levels?.find(({ allows }) => allows === "no")?.id;
  const isEmpty = gate.statements.length === 0;
  const headline = words.silent({
    policy: gateWords(gate),
    asked: askedWords(explanation),
    isEmpty,
    ...(level === undefined ? {} : { level }),
  });
  const statements =
    level === undefined ? gate.statements : gate.statements.filter((one) => one.level === level);
  return {
    headline,
    details: [
      ...(isEmpty || level !== undefined ? [headline] : []),
      ...notEnough(gate, telling),
      ...nearestText([{ ...gate, statements }, ...grantsBeside(gate, explanation)], telling),
    ],
  };
}

/** Why none of several gates allows, of which one would be enough. */
export function whyNeither(gates: readonly ExplainedGate[], telling: Telling): Silence {
  const { explanation, words } = telling;
  const headline = words.silentBoth(gates.map(gateWords), askedWords(explanation));
  return { headline, details: nearestText(gates, telling) };
}

/** Whether a layer without statements is no policy that is missing, but a setting, a key or its grants. */
function isSetting({ layer, setting, calls }: ExplainedGate): boolean {
  const { namesPrincipals, tellsArn } = layerTraits[layer];
  return setting !== undefined || calls !== undefined || (!namesPrincipals && !tellsArn);
}

function whyStopped(gate: ExplainedGate, { explanation, words, tellCall }: Telling): string {
  const { setting, calls = [] } = gate;
  if (setting !== undefined) {
    return settingText(setting, words, (ref) =>
      words.statement(ref, statementPolicy(ref, explanation.gates)),
    );
  }
  const refused = calls.find(({ outcome }) => outcome !== "allowed");
  return refused === undefined
    ? words.refuses(gateWords(gate), askedWords(explanation))
    : words.call(askedWords(refused), tellCall(refused));
}

/** What a key policy does not allow, a grant may. */
function grantsBeside({ layer }: ExplainedGate, { gates }: Explanation): readonly ExplainedGate[] {
  return layer === "keyPolicy" ? gates.filter((gate) => gate.layer === "keyGrant") : [];
}

function nearestText(
  gates: readonly ExplainedGate[],
  { explanation, words }: Telling,
): readonly string[] {
  const nearest = nearestAllow(gates);
  if (nearest === undefined) return [];
  const name = statementName(nearest, explanation, words);
  return [words.nearest(name, lacksOf(nearest, explanation, words))];
}

/** Where the resource's policy allows, though not by itself. */
function notEnough(gate: ExplainedGate, { explanation, words }: Telling): readonly string[] {
  if (explanation.relation !== "sameAccount") return [];
  const named = (statement: ExplainedStatement): string =>
    statementName(statement, explanation, words);
  const { layer } = gate;
  if (layer === "identity") {
    const grant = grantOf("withIdentity", explanation);
    return grant === undefined ? [] : [words.delegates(named(grant))];
  }
  if (layer !== "boundary" && layer !== "session") return [];
  const grant = grantOf("withinLimits", explanation);
  return grant === undefined ? [] : [words.limited(named(grant), gateWords(gate))];
}

/** An Allow that matches and gives as much. */
export function grantOf(reach: Reach, { gates }: Explanation): ExplainedStatement | undefined {
  return gates
    .flatMap(({ statements }) => statements)
    .find((statement) => statement.matches === "yes" && statement.reach === reach);
}
