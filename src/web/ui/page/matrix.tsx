import type { JSX } from "preact";
import type { Need } from "../../../access/index.ts";
import type { Layer } from "../../../policy/index.ts";
import { type Answer, permissionOf } from "../view/answers.ts";
import type { PageState } from "../view/fragment.ts";
import { layersOf, SIGNS, stateOf } from "../view/gates.ts";
import type { Words } from "../view/words.ts";

interface MatrixProps {
  readonly answers: readonly Answer[];
  /** What is picked. */
  readonly need: Need;
  readonly layer: Layer | undefined;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** Every permission of the run against every layer. */
export function Matrix({ answers, need, layer, words, change }: MatrixProps): JSX.Element {
  const layers = layersOf(answers.map(({ decision }) => decision));
  return (
    <div class="scroll">
      <table id="matrix">
        <thead>
          <tr>
            <th scope="col">{words.permission}</th>
            {layers.map((one) => (
              <th key={one} scope="col">
                {words.gates[one]}
              </th>
            ))}
            <th scope="col">{words.result}</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer, at) => (
            <tr key={at} class={answer.need === need ? "picked" : ""}>
              <th scope="row">
                {words[answer.need.side]}: {permissionOf(answer.need)}
              </th>
              {layers.map((one) => (
                <Cell
                  key={one}
                  {...{ answer, layer: one, words }}
                  isPicked={answer.need === need && one === layer}
                  pick={() => {
                    change({ need: at, layer: one });
                  }}
                />
              ))}
              <Result {...{ answer, words }} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly answer: Answer;
  readonly layer: Layer;
  readonly words: Words;
  readonly isPicked: boolean;
  readonly pick: () => void;
}

function Cell({ answer, layer, words, isPicked, pick }: CellProps): JSX.Element {
  const gate = answer.decision.gates.find((one) => one.layer === layer);
  if (gate === undefined) return <td />;
  const state = stateOf(gate);
  const label = `${permissionOf(answer.need)}, ${words.gates[layer]}: ${words.states[state]}`;
  return (
    <td>
      <button
        type="button"
        class={`cell ${state}`}
        aria-pressed={isPicked}
        aria-label={label}
        title={label}
        onClick={pick}
      >
        {SIGNS[state]}
      </button>
    </td>
  );
}

const VERDICT_SIGNS = { allowed: "✓", denied: "✗", unknown: "?" } as const;

function Result({ answer, words }: Pick<CellProps, "answer" | "words">): JSX.Element {
  const { verdict } = answer;
  return (
    <td class={`result ${verdict}`}>
      {VERDICT_SIGNS[verdict]} {words.outcomes[verdict]}
    </td>
  );
}
