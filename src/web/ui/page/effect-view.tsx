import type { JSX } from "preact";
import type { Answers } from "../view/answers.ts";
import type { Look } from "../view/look-at.ts";
import { countVerdicts } from "../view/count-verdicts.ts";
import type { Words } from "../view/words.ts";

/** What the changes on the page do: to this run, and to everybody else. */
export function EffectView({
  look: { before, after, opens },
  words,
}: {
  readonly look: Look;
  readonly words: Words;
}): JSX.Element {
  const counts = ({ all }: Answers): string => words.counts(countVerdicts(all));
  return (
    <div role="status" id="effect">
      <strong>{words.effect}</strong>
      <ul>
        <li>
          {words.before}: {counts(before)}
        </li>
        <li>
          {words.after}: {counts(after)}
        </li>
        {opens.length === 0 && <li>{words.opensNothing}</li>}
        {opens.map(({ profile, permissions }) => (
          <li key={profile} class="opens">
            {words.opensTo(profile, permissions)}
          </li>
        ))}
      </ul>
    </div>
  );
}
