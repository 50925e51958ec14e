import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Answers } from "../view/answers.ts";
import type { Edits } from "../view/edits.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";

interface FixProps {
  readonly after: Answers;
  readonly edits: Edits;
  readonly tools: PageTools | undefined;
  readonly words: Words;
  readonly apply: (change: { readonly edits: Edits }) => void;
}

/** Writes the fix into the editors, where something is stopped and a statement mends it. */
export function FixButton({ after, edits, tools, words, apply }: FixProps): JSX.Element | null {
  const fixed = useMemo(() => tools?.fix(after, edits), [tools, after, edits]);
  if (fixed === undefined) return null;
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
