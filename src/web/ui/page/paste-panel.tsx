import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { PageState } from "../view/fragment.ts";
import type { Given } from "../view/given.ts";
import { leadTo } from "../view/lead-to.ts";
import type { WorldRead } from "../view/look-at.ts";
import type { ExplainedError, PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { ExplainedView } from "./explained-view.tsx";

interface PasteProps {
  readonly given: Given;
  readonly read: WorldRead;
  readonly state: PageState;
  readonly tools: PageTools;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** More errors than these are not read on a page. */
const MOST_SHOWN = 5;

/** Where to paste what a tool printed: it is explained, and leads to its drawing where this world has such a request. */
export function PastePanel(props: PasteProps): JSX.Element {
  const { state, tools, words } = props;
  const [text, setText] = useState("");
  const errors = useMemo(
    () => tools.explain(text, state.language).slice(0, MOST_SHOWN),
    [text, tools, state.language],
  );
  return (
    <details id="paste">
      <summary>{words.paste}</summary>
      <textarea
        rows={4}
        value={text}
        spellcheck={false}
        autocomplete="off"
        aria-label={words.paste}
        placeholder="An error occurred (AccessDenied) when calling the PutObject operation: …"
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
      <div role="status">
        {text.trim() !== "" && errors.length === 0 && <p>{words.nothingPasted}</p>}
        {errors.map((error, at) => (
          <Explained key={at} {...{ ...props, error }} />
        ))}
      </div>
    </details>
  );
}

interface ExplainedProps extends PasteProps {
  readonly error: ExplainedError;
}

function Explained({ error, given, read, state, words, change }: ExplainedProps): JSX.Element {
  const lead = useMemo(
    () => (read.kind === "read" ? leadTo(error, read, { state, given }) : undefined),
    [error, read, state.profile, state.source, state.destination],
  );
  return (
    <div>
      <ExplainedView error={error} />
      {lead === undefined ? (
        <p class="hint">{words.notInWorld}</p>
      ) : (
        <button
          type="button"
          onClick={() => {
            change(lead);
          }}
        >
          {words.showWay}
        </button>
      )}
    </div>
  );
}
