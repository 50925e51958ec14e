import type { JSX } from "preact";
import type { ShownDocument } from "../view/documents.ts";
import type { Language } from "../view/given.ts";
import type { Remark } from "../view/page-tools.ts";
import { faultsOf, type Place } from "../view/policy-faults.ts";
import type { Words } from "../view/words.ts";

interface RemarksProps {
  readonly document: ShownDocument;
  /** What the rules say; nothing as long as nobody asked them. */
  readonly remarks: readonly Remark[];
  readonly words: Words;
  /** Leads to a place in the text. */
  readonly go: (place: Place) => void;
}

interface FaultsProps extends RemarksProps {
  readonly language: Language;
}

/** More of them say no more. */
const MOST_SHOWN = 8;

/** Whether a text is a policy, and what keeps it from being one. */
export function PolicyFaults({ document, remarks, language, words, go }: FaultsProps): JSX.Element {
  if (document.text === "") return <span class="hint">{words.empty}</span>;
  const faults = faultsOf(document, remarks, language);
  if (faults.length === 0) return <span class="hint">{words.isPolicy}</span>;
  return (
    <ul class="problems">
      {faults.slice(0, MOST_SHOWN).map((fault, at) => (
        <li key={at}>
          <PlaceButton place={fault} {...{ words, go }} /> {fault.message}
        </li>
      ))}
      <li>{words.keepsLast}</li>
    </ul>
  );
}

/** What the rules of `sluice lint` say of a policy that can be read. */
export function PolicyRemarks({ remarks, words, go }: RemarksProps): JSX.Element | null {
  const shown = remarks.filter(({ isFault }) => !isFault);
  if (shown.length === 0) return null;
  return (
    <ul class="remarks" aria-label={words.remarks}>
      {shown.slice(0, MOST_SHOWN).map((remark, at) => (
        <li key={at} class={remark.severity}>
          <PlaceButton place={remark} {...{ words, go }} />{" "}
          <strong>
            {remark.severityText} {remark.rule}
          </strong>{" "}
          {remark.says}; {remark.remedy}
        </li>
      ))}
      {shown.length > MOST_SHOWN && <li>{words.moreRemarks(shown.length - MOST_SHOWN)}</li>}
    </ul>
  );
}

interface PlaceProps {
  readonly place: Place;
  readonly words: Words;
  readonly go: (place: Place) => void;
}

function PlaceButton({ place, words, go }: PlaceProps): JSX.Element {
  return (
    <button
      type="button"
      class="place"
      onClick={() => {
        go(place);
      }}
    >
      {words.place(place.line, place.column)}
    </button>
  );
}
