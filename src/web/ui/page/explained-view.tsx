import type { JSX } from "preact";
import type { ExplainedError } from "../view/page-tools.ts";

/** A refusal in AWS's words, and what it means. */
export function ExplainedView({
  error: { message, told },
}: {
  readonly error: ExplainedError;
}): JSX.Element {
  return (
    <div class="explained">
      <p>{message}</p>
      <dl>
        {told.map(({ label, texts }) => (
          <div key={label}>
            <dt>{label}</dt>
            {texts.map((text) => (
              <dd key={text}>{text}</dd>
            ))}
          </div>
        ))}
      </dl>
    </div>
  );
}
