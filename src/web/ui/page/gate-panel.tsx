import type { JSX } from "preact";
import {
  type Explanation,
  type ExplanationWords,
  type Gate,
  treeLines,
} from "../../../policy/index.ts";
import { documentsOf } from "../view/documents.ts";
import type { Owners } from "../view/edited-layers.ts";
import { type Edits, placeKey, withoutEdit, withText } from "../view/edits.ts";
import type { Language } from "../view/given.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { PolicyEditor } from "./policy-editor.tsx";

interface GateProps {
  readonly gate: Gate;
  readonly explanation: Explanation;
  readonly sentences: ExplanationWords;
  readonly tools: PageTools | undefined;
  readonly language: Language;
  readonly words: Words;
  readonly edits: Edits;
  readonly owners: Owners;
  readonly changeEdits: (edits: Edits) => void;
}

/** One gate: its policies to read and change, and what each statement says to the request. */
export function GatePanel(props: GateProps): JSX.Element {
  const { gate, explanation, sentences, words, edits, owners, changeEdits } = props;
  const { tools, language } = props;
  const documents = documentsOf(gate, { edits, owners });
  const [, ...lines] = treeLines(
    { ...explanation, gates: explanation.gates.filter(({ layer }) => layer === gate.layer) },
    sentences,
  );
  return (
    <section aria-labelledby="gate-heading">
      <h2 id="gate-heading">{words.policies(sentences.layers[gate.layer])}</h2>
      <ul class="legend">
        {(["allows", "denies", "nearest", "misses", "remarked"] as const).map((kind) => (
          <li key={kind}>
            <mark class={kind}>{words.legend[kind]}</mark>
          </li>
        ))}
      </ul>
      {documents.length === 0 && <p>{words.noPolicies}</p>}
      {documents.map((document) => (
        <PolicyEditor
          key={placeKey(document)}
          {...{ document, tools, language, words }}
          onText={(text) => {
            changeEdits(withText(edits, document, text));
          }}
          onRestore={() => {
            changeEdits(withoutEdit(edits, document));
          }}
        />
      ))}
      <details open>
        <summary>{words.details}</summary>
        <ul class="tree">
          {lines.map(({ depth, mark, text }, at) => (
            <li key={at} class={`depth${Math.min(depth, 6)}`}>
              {mark} {text}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
