import type { JSX } from "preact";
import {
  type Decision,
  englishExplanation,
  type Explanation,
  japaneseExplanation,
  type Layer,
  sentenceOf,
  type Verdict,
} from "../../../policy/index.ts";
import type { Owners } from "../view/edited-layers.ts";
import type { PageState } from "../view/fragment.ts";
import { wayOf } from "../view/gates.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { GatePanel } from "./gate-panel.tsx";
import { WayDrawing } from "./way-drawing.tsx";
import { WayTable } from "./way-table.tsx";

interface RequestProps {
  readonly decision: Decision;
  readonly explanation: Explanation;
  readonly verdict: Verdict;
  /** What to know beside the explanation. */
  readonly note?: string | undefined;
  /** The request as people read it. */
  readonly permission: string;
  readonly owners: Owners;
  readonly layer: Layer | undefined;
  readonly state: PageState;
  readonly tools: PageTools | undefined;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** One request's way, and the policies of one of its gates. */
export function RequestView(props: RequestProps): JSX.Element {
  const { decision, explanation, verdict, note, permission, owners, layer } = props;
  const { state, tools, words, change } = props;
  const way = wayOf(decision);
  const gate = decision.gates.find((one) => one.layer === layer);
  const sentences = state.language === "ja" ? japaneseExplanation : englishExplanation;
  const pick = (chosen: Layer): void => {
    change({ layer: chosen });
  };
  return (
    <>
      <section aria-labelledby="way-heading">
        <h2 id="way-heading">{words.way}</h2>
        <p role="status" class={`verdict ${verdict}`}>
          <strong>
            {words.outcomes[verdict]}: {permission}
          </strong>
          <br />
          {sentenceOf(explanation, sentences)} {note}
        </p>
        <WayDrawing {...{ way, layer, words, pick, permission }} />
        <WayTable {...{ way, layer, words, pick, permission }} />
      </section>
      {gate !== undefined && (
        <GatePanel
          {...{ gate, explanation, sentences, tools, words, owners }}
          {...{ edits: state.edits, language: state.language }}
          changeEdits={(edits) => {
            change({ edits, layer: gate.layer });
          }}
        />
      )}
    </>
  );
}
