import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import {
  type AuthorizationQuestion,
  decisionVerdict,
  explanationOf,
} from "../../../policy/index.ts";
import { askAgain, ownersIn } from "../view/ask-again.ts";
import { changesOf } from "../view/changes.ts";
import type { PageState } from "../view/fragment.ts";
import { pickedLayer } from "../view/gates.ts";
import { isRefused, type LiveDecision, shortCaller } from "../view/live.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";
import { ChangesView } from "./changes-view.tsx";
import { RequestView } from "./request-view.tsx";
import { useLab, useQuestion } from "./use-lab.ts";

interface LiveProps {
  /** Where the lab is. */
  readonly url: string;
  readonly state: PageState;
  readonly tools: PageTools | undefined;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** What the lab beside the page decides, as it decides it; each request leads to its way. */
export function LiveView({ url, state, tools, words, change }: LiveProps): JSX.Element {
  const { decisions, problem } = useLab();
  const [refusedOnly, setRefusedOnly] = useState(false);
  const question = useQuestion(state.need);
  const shown = refusedOnly ? decisions.filter(isRefused) : decisions;
  return (
    <>
      <section aria-labelledby="live-heading">
        <h2 id="live-heading">{words.live(url)}</h2>
        <p class="hint">{words.liveHint(url)}</p>
        {problem !== undefined && <p role="alert">{words.labSilent(url)}</p>}
        <p>
          <span id="live-count">
            {words.seen(decisions.length, decisions.filter(isRefused).length)}
          </span>{" "}
          <label>
            <input
              type="checkbox"
              checked={refusedOnly}
              onChange={({ currentTarget }) => {
                setRefusedOnly(currentTarget.checked);
              }}
            />{" "}
            {words.refusedOnly}
          </label>
        </p>
        {shown.length > 0 && (
          <LiveTable
            {...{ words, decisions: shown, picked: state.need }}
            pick={(need) => {
              change({ need, layer: undefined, edits: new Map() });
            }}
          />
        )}
        {question === "gone" && <p role="alert">{words.forgotten}</p>}
      </section>
      {typeof question === "object" && (
        <QuestionView {...{ question, state, tools, words, change }} />
      )}
    </>
  );
}

interface LiveTableProps {
  readonly decisions: readonly LiveDecision[];
  readonly picked: number | undefined;
  readonly words: Words;
  readonly pick: (number: number) => void;
}

const SIGNS = { allowed: "✓", denied: "✗", unknown: "?" } as const;

function LiveTable({ decisions, picked, words, pick }: LiveTableProps): JSX.Element {
  return (
    // Scrolled by keyboard too.
    <div class="scroll log" tabindex={0} role="group" aria-labelledby="live-heading">
      <table id="live">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.result}</th>
            <th scope="col">{words.permission}</th>
            <th scope="col">{words.caller}</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map(({ number, time, caller, action, resource, outcome }) => {
            const verdict = decisionVerdict({ outcome });
            return (
              <tr key={number} class={number === picked ? "picked" : ""}>
                <td>
                  <time datetime={time}>{time.slice(11, 19)}</time>
                </td>
                <td class={verdict}>
                  {SIGNS[verdict]} {words.outcomes[verdict]}
                </td>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={number === picked}
                    onClick={() => {
                      pick(number);
                    }}
                  >
                    {action} {resource}
                  </button>
                </th>
                <td>{shortCaller(caller)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface QuestionProps extends Omit<LiveProps, "url"> {
  readonly question: AuthorizationQuestion;
}

function QuestionView({ question, state, tools, words, change }: QuestionProps): JSX.Element {
  const { edits } = state;
  const before = useMemo(() => askAgain(question, new Map()), [question]);
  const decision = useMemo(() => askAgain(question, edits), [question, edits]);
  const changes = useMemo(
    () => changesOf(edits, { decisions: [before], regions: new Map() }),
    [edits, before],
  );
  const { action, resource } = question.request;
  return (
    <>
      {edits.size > 0 && (
        <p role="status" id="effect">
          {words.before}: {words.outcomes[decisionVerdict(before)]}; {words.after}:{" "}
          {words.outcomes[decisionVerdict(decision)]}
        </p>
      )}
      <RequestView
        {...{ decision, state, tools, words, change }}
        explanation={explanationOf(decision)}
        verdict={decisionVerdict(decision)}
        permission={`${action} ${resource}`}
        owners={ownersIn(question)}
        layer={pickedLayer(decision, state.layer)}
      />
      <ChangesView {...{ changes, tools, words }} language={state.language} />
    </>
  );
}
