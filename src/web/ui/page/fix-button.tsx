import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Answers } from "../view/answers.ts";
import type { Edits } from "../view/edits.ts";
import { fixOf } from "../view/fix-of.ts";
import type { Words } from "../view/words.ts";

interface FixProps {
  readonly after: Answers;
  readonly edits: Edits;
  readonly words: Words;
  readonly apply: (change: { readonly edits: Edits }) => void;
}

/** Writes the fix into the editors, where something is stopped and a statement mends it. */
export function FixButton({ after, edits, words, apply }: FixProps): JSX.Element | null {
  const fixed = useMemo(() => fixOf(after, edits), [after, edits]);
  if (after.all.every(({ decision }) => decision.outcome === "allowed")) return null;
  if (fixed === edits) return <p class="hint">{words.noFix}</p>;
  return (
    <button
      type="button"
      id="fix"
      onClick={() => {
        apply({ edits: fixed });
      }}
    >
      {words.fix}
    </button>
  );
}
