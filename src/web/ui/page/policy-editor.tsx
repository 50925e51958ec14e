import type { JSX } from "preact";
import { piecesOf, type ShownDocument } from "../view/documents.ts";
import { parseFor, placeKey } from "../view/edits.ts";
import type { Words } from "../view/words.ts";

interface EditorProps {
  readonly document: ShownDocument;
  readonly words: Words;
  readonly onText: (text: string) => void;
  readonly onRestore: () => void;
}

/** A policy to type in; behind the text stand the marks of what its statements say. */
export function PolicyEditor({ document, words, onText, onRestore }: EditorProps): JSX.Element {
  const { text, marks, name, attachedTo, isFixed, isChanged } = document;
  const label = `${name} · ${attachedTo}`;
  const status = `status-${placeKey(document)}`;
  return (
    <div class="policy">
      <h3>{label}</h3>
      {isFixed && <p class="hint">{words.fixed}</p>}
      <div class="editor">
        <pre aria-hidden="true">
          {piecesOf(text, marks).map(({ text: piece, kinds }, at) =>
            kinds.length === 0 ? (
              piece
            ) : (
              <mark key={at} class={kinds.join(" ")}>
                {piece}
              </mark>
            ),
          )}
          {"\n"}
        </pre>
        <textarea
          value={text}
          readOnly={isFixed}
          spellcheck={false}
          autocomplete="off"
          aria-label={words.edit(label)}
          aria-describedby={status}
          onInput={({ currentTarget }) => {
            onText(currentTarget.value);
          }}
        />
      </div>
      <div id={status} role="status">
        <TextStatus {...{ document, words }} />
      </div>
      {isChanged && (
        <button type="button" onClick={onRestore}>
          {words.restore}
        </button>
      )}
    </div>
  );
}

function TextStatus({ document, words }: Pick<EditorProps, "document" | "words">): JSX.Element {
  if (document.text === "") return <span class="hint">{words.empty}</span>;
  const parsed = parseFor(document.layer, document.text);
  if (parsed.ok) return <span class="hint">{words.isPolicy}</span>;
  return (
    <ul class="problems">
      {parsed.problems.slice(0, 5).map(({ line, column, message }, at) => (
        <li key={at}>{words.problemAt(line, column, message)}</li>
      ))}
      <li>{words.keepsLast}</li>
    </ul>
  );
}
