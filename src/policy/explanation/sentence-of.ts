import type { Layer } from "../decision.ts";
import { awsNote } from "./aws-note.ts";
import type { ExplainedGate, Explanation } from "./explanation.ts";
import { askedWords, gateWords } from "./policy-words.ts";
import { refusingGates } from "./refusing-gates.ts";
import { whyAllowed } from "./why-allowed.ts";
import { type Silence, type Telling, whyDenied, whyNeither, whySilent } from "./why-refused.ts";
import { isOwnerUnknown, whyUnknown } from "./why-unknown.ts";
import type { ExplanationWords } from "./words.ts";

/** One reason for an answer, and the layers that it is about. */
export interface Why {
  readonly layers: readonly Layer[];
  readonly text: string;
  /** What it says beyond that these layers refuse or are silent, sentence by sentence. */
  readonly details: readonly string[];
}

function plain(layers: readonly Layer[], text: string): Why {
  return { layers, text, details: [text] };
}

/** Every reason for an answer, the deciding one first. */
export function whysOf(explanation: Explanation, words: ExplanationWords): readonly Why[] {
  const telling: Telling = {
    explanation,
    words,
    tellCall: (call) => whysOf(call, words)[0]?.text ?? "",
  };
  switch (explanation.outcome) {
    case "allowed":
      return [plain([], whyAllowed(telling))];
    case "unknown":
      return unknownWhys(telling);
    case "explicitDeny":
    case "implicitDeny":
      return refusalWhys(telling);
  }
}

/** Why a request is answered as it is, in one sentence that a person can act on. */
export function sentenceOf(explanation: Explanation, words: ExplanationWords): string {
  const whys = whysOf(explanation, words);
  switch (explanation.outcome) {
    case "allowed":
      return words.together(whys.map(({ text }) => text));
    case "unknown":
      return words.together([
        words.unknown(askedWords(explanation)),
        ...new Set(whys.map(({ text }) => text)),
      ]);
    case "explicitDeny":
    case "implicitDeny":
      return words.together([whys[0]?.text ?? "", ...besides(explanation, words)]);
  }
}

/** What else stops a request, and what AWS makes of it. */
function besides(explanation: Explanation, words: ExplanationWords): readonly string[] {
  const { denying, silent, either } = refusingGates(explanation);
  const first = denying[0] ?? (either.length > 0 ? undefined : silent[0]);
  const also = [...denying, ...silent].filter((gate) => gate !== first);
  const note = awsNote(explanation, words);
  return [
    ...(also.length === 0 ? [] : [words.also(also.map(gateWords))]),
    ...(denying.length > 0 && either.length > 0 ? [words.nothingElse] : []),
    ...(note === undefined ? [] : [note]),
  ];
}

function refusalWhys(telling: Telling): readonly Why[] {
  const { explanation, words } = telling;
  const { denying, silent, either } = refusingGates(explanation);
  const layersOf = (gates: readonly ExplainedGate[]): readonly Layer[] =>
    gates.map(({ layer }) => layer);
  const told = (layers: readonly Layer[], { headline, details }: Silence): Why => ({
    layers,
    text: words.together([...new Set([headline, ...details])]),
    details,
  });
  return [
    ...denying.map((gate) => plain([gate.layer], whyDenied(gate, telling))),
    ...(either.length === 0 ? [] : [told(layersOf(either), whyNeither(either, telling))]),
    ...silent.map((gate) => told([gate.layer], whySilent(gate, telling))),
  ];
}

function unknownWhys(telling: Telling): readonly Why[] {
  const { explanation, words } = telling;
  const { gates, unanswered } = explanation;
  const open = gates
    .filter(({ layer }) => unanswered.includes(layer))
    .flatMap((gate) => whyUnknown(gate, telling).map((text) => plain([gate.layer], text)));
  const owner = isOwnerUnknown(explanation)
    ? [plain([], words.ownerUnknown(askedWords(explanation)))]
    : [];
  return [...open, ...owner];
}
