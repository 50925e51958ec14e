import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import {
  decisionVerdict,
  englishExplanation,
  japaneseExplanation,
  sentenceOf,
} from "../../../policy/index.ts";
import { explain, permissionOf } from "../view/answers.ts";
import { changesOf } from "../view/changes.ts";
import type { PageState } from "../view/fragment.ts";
import { wayOf } from "../view/gates.ts";
import type { Look } from "../view/look-at.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { ChangesView } from "./changes-view.tsx";
import { EffectView } from "./effect-view.tsx";
import { FixButton } from "./fix-button.tsx";
import { GatePanel } from "./gate-panel.tsx";
import { Matrix } from "./matrix.tsx";
import { WayDrawing } from "./way-drawing.tsx";
import { WayTable } from "./way-table.tsx";

interface LookProps {
  readonly look: Look;
  readonly state: PageState;
  readonly tools: PageTools | undefined;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** Which answer to look at first; by the files alone, so that an edit that opens it does not lead away. */
function firstStopped(all: Look["before"]["all"]): number {
  return all.findIndex(({ decision }) => decision.outcome !== "allowed");
}

/** A run as it is answered: all of it as a matrix, one request's way, and one gate's policies. */
export function LookView({ look, state, tools, words, change }: LookProps): JSX.Element | null {
  const { before, after } = look;
  const changes = useMemo(() => changesOf(state.edits, before), [state.edits, before]);
  const picked = after.all[state.need ?? firstStopped(before.all)] ?? after.all[0];
  if (picked === undefined) return null;
  const way = wayOf(picked.decision);
  const layer =
    way.gates.find((gate) => gate.layer === state.layer)?.layer ??
    (way.gates[way.endsAt] ?? way.gates.find(({ layer: one }) => one === "resource"))?.layer;
  const gate = picked.decision.gates.find((one) => one.layer === layer);
  const explanation = explain(picked, after.facts);
  const sentences = state.language === "ja" ? japaneseExplanation : englishExplanation;
  const verdict = decisionVerdict(picked.decision);
  const permission = permissionOf(picked.need);
  const pick = (chosen: PageState["layer"]): void => {
    change({ layer: chosen });
  };
  return (
    <>
      <section aria-labelledby="matrix-heading">
        <h2 id="matrix-heading">{words.matrix}</h2>
        <p class="hint">{words.matrixHint}</p>
        <Matrix {...{ answers: after.all, need: picked.need, layer, words, change }} />
        <FixButton {...{ after, words, edits: state.edits }} apply={change} />
        {state.edits.size > 0 && <EffectView {...{ look, words }} />}
        <ChangesView {...{ changes, tools, words }} language={state.language} />
      </section>
      <section aria-labelledby="way-heading">
        <h2 id="way-heading">{words.way}</h2>
        <p role="status" class={`verdict ${verdict}`}>
          <strong>
            {words.outcomes[verdict]}: {permission}
          </strong>
          <br />
          {sentenceOf(explanation, sentences)}
        </p>
        <WayDrawing {...{ way, layer, words, pick, permission }} />
        <WayTable {...{ way, layer, words, pick, permission }} />
      </section>
      {gate !== undefined && (
        <GatePanel
          {...{ gate, explanation, sentences, tools, words, facts: after.facts }}
          {...{ edits: state.edits, language: state.language }}
          bucket={picked.need.bucket}
          changeEdits={(edits) => {
            change({ edits, layer: gate.layer });
          }}
        />
      )}
    </>
  );
}
