import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { piecesOf, type ShownDocument } from "../view/documents.ts";
import { placeKey } from "../view/edits.ts";
import type { Language } from "../view/given.ts";
import type { PageTools, Remark } from "../view/page-tools.ts";
import type { Place } from "../view/policy-faults.ts";
import { policyUse } from "../view/policy-use.ts";
import type { Words } from "../view/words.ts";
import { PolicyFaults, PolicyRemarks } from "./policy-remarks.tsx";

interface EditorProps {
  readonly document: ShownDocument;
  readonly tools: PageTools | undefined;
  readonly language: Language;
  readonly words: Words;
  readonly onText: (text: string) => void;
  readonly onRestore: () => void;
}

/** A policy to type in; behind the text stand the marks of what its statements say. */
export function PolicyEditor(props: EditorProps): JSX.Element {
  const { document, tools, language, words, onText, onRestore } = props;
  const { text, marks, name, attachedTo, isFixed, isChanged } = document;
  const area = useRef<HTMLTextAreaElement>(null);
  const remarks = useMemo(
    () => remarksOn(document, tools, language),
    [text, isFixed, tools, language],
  );
  const label = `${name} · ${attachedTo}`;
  const status = `status-${placeKey(document)}`;
  const remarked = remarks.map(({ offset, length }) => ({
    offset,
    length: Math.max(1, length),
    kind: "remarked" as const,
  }));
  const go = ({ line, column, length = 0 }: Place): void => {
    const start = offsetOf(text, line) + column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(start, start + length);
  };
  return (
    <div class="policy">
      <h3>{label}</h3>
      {isFixed && <p class="hint">{words.fixed}</p>}
      <div class="editor">
        <pre aria-hidden="true">
          {piecesOf(text, [...marks, ...remarked]).map(({ text: piece, kinds }, at) =>
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
          ref={area}
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
        <PolicyFaults {...{ document, remarks, language, words, go }} />
      </div>
      <PolicyRemarks {...{ document, remarks, words, go }} />
      {isChanged && (
        <button type="button" onClick={onRestore}>
          {words.restore}
        </button>
      )}
    </div>
  );
}

/** Where a line begins. */
function offsetOf(text: string, line: number): number {
  return text
    .split("\n")
    .slice(0, line - 1)
    .reduce((offset, { length }) => offset + length + 1, 0);
}

/** What the rules say; nothing about what nobody can change. */
function remarksOn(
  { layer, attachedTo, text, isFixed }: ShownDocument,
  tools: PageTools | undefined,
  language: Language,
): readonly Remark[] {
  const use = policyUse(layer);
  if (tools === undefined || use === undefined || isFixed || text === "") return [];
  const bucket = layer === "resource" ? attachedTo.replace(/^arn:[^:]+:s3:::/, "") : undefined;
  return tools.lint(text, { use, bucket, language });
}
