import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { explain, permissionOf } from "../view/answers.ts";
import { changesOf, withoutEdits } from "../view/changes.ts";
import { principalOf } from "../view/edited-facts.ts";
import type { PageState } from "../view/fragment.ts";
import { pickedLayer } from "../view/gates.ts";
import type { Look } from "../view/look-at.ts";
import { noteOf } from "../view/note-of.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { ChangesView } from "./changes-view.tsx";
import { EffectView } from "./effect-view.tsx";
import { FixButton } from "./fix-button.tsx";
import { Matrix } from "./matrix.tsx";
import { RequestView } from "./request-view.tsx";
import { SizesField } from "./sizes-field.tsx";

interface LookProps {
  readonly look: Look;
  readonly state: PageState;
  readonly tools: PageTools | undefined;
  /** From where on objects are large, for people. */
  readonly threshold: string;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** Which answer to look at first; by the files alone, so that an edit that opens it does not lead away. */
function firstStopped(all: Look["before"]["all"]): number {
  return all.findIndex(({ verdict }) => verdict !== "allowed");
}

/** A run as it is answered: all of it as a matrix, one request's way, and one gate's policies. */
export function LookView(props: LookProps): JSX.Element | null {
  const { look, state, tools, words, threshold, change } = props;
  const { before, after } = look;
  const changes = useMemo(
    () => changesOf(state.edits, withoutEdits(before)),
    [state.edits, before],
  );
  const picked = after.all[state.need ?? firstStopped(before.all)] ?? after.all[0];
  if (picked === undefined) return null;
  const { need, decision, verdict } = picked;
  const layer = pickedLayer(decision, state.layer);
  const owners = {
    principal: principalOf(after.facts),
    resource: `arn:aws:s3:::${need.bucket}`,
  };
  return (
    <>
      <section aria-labelledby="matrix-heading">
        <h2 id="matrix-heading">{words.matrix}</h2>
        <p class="hint">{words.matrixHint}</p>
        {before.dependsOnSize && (
          <SizesField {...{ threshold, words, change }} large={state.large} />
        )}
        <Matrix {...{ answers: after.all, need, layer, words, change }} />
        <FixButton {...{ after, tools, words, edits: state.edits }} apply={change} />
        {state.edits.size > 0 && <EffectView {...{ look, words }} />}
        <ChangesView {...{ changes, tools, words }} language={state.language} />
      </section>
      <RequestView
        {...{ decision, verdict, layer, owners, state, tools, words, change }}
        explanation={explain(picked, after.facts)}
        note={noteOf(picked, threshold, words)}
        permission={permissionOf(need)}
      />
    </>
  );
}
