import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Language } from "../view/given.ts";
import type { PageTools } from "../view/page-tools.ts";
import type { FollowedRun, RunFailure } from "../view/run-progress.ts";
import { linePoints, ratesOf, type Sample, sizeText, withSample } from "../view/run-rates.ts";
import type { Words } from "../view/words.ts";
import { ExplainedView } from "./explained-view.tsx";
import { readJson } from "./use-lab.ts";
import { usePolling } from "./use-polling.ts";

interface RunsProps {
  readonly tools: PageTools | undefined;
  readonly language: Language;
  readonly words: Words;
}

interface Seen {
  readonly run: FollowedRun;
  readonly samples: readonly Sample[];
}

/** How far the runs are that the page follows. */
export function RunsView({ tools, language, words }: RunsProps): JSX.Element {
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  const [isSilent, setIsSilent] = useState(false);
  usePolling(1000, async (signal) => {
    const answer = await readJson("runs", signal);
    if (signal.aborted) return;
    setIsSilent(!answer.ok);
    if (!answer.ok) return;
    // The server beside this script wrote it.
    const runs = JSON.parse(answer.text) as readonly FollowedRun[];
    const atMs = performance.now();
    setSeen((before) =>
      runs.map((run, at) => ({
        run,
        samples: withSample(before[at]?.samples ?? [], { atMs, bytes: run.progress.bytes }),
      })),
    );
  });
  return (
    <section aria-labelledby="runs-heading">
      <h2 id="runs-heading">{words.runs}</h2>
      {isSilent && <p role="alert">{words.serverSilent}</p>}
      {seen.map(({ run, samples }) => (
        <RunView key={run.file} {...{ run, samples, tools, language, words }} />
      ))}
    </section>
  );
}

function RunView({ run, samples, ...shared }: Seen & RunsProps): JSX.Element {
  const { words } = shared;
  const { file, problem, progress } = run;
  const { state, source, destination, bytes, totalBytes, totalIsFinal } = progress;
  const rates = ratesOf(samples);
  const size = { width: 320, height: 48 };
  const now = rates.slice(-5).reduce((sum, rate) => sum + rate / Math.min(5, rates.length), 0);
  return (
    <article class="run-card" aria-label={file}>
      <h3>{source === "" ? file : `${source} → ${destination}`}</h3>
      <p class={`run-state ${state}`} role="status">
        {words.runStates[state]}
        {problem !== undefined && ` (${problem})`}
      </p>
      <progress max={Math.max(totalBytes, 1)} value={bytes} aria-label={words.bytesDone} />
      <p>
        {words.progress({
          ...progress,
          size: sizeText(bytes),
          total: `${totalIsFinal ? "" : "~"}${sizeText(totalBytes)}`,
        })}
      </p>
      <p>
        {words.rate(`${sizeText(now)}/s`)}
        <svg
          class="rate"
          viewBox={`0 0 ${size.width} ${size.height}`}
          {...size}
          role="img"
          aria-label={words.rateOverTime}
        >
          <polyline points={linePoints(rates, size)} />
        </svg>
      </p>
      {progress.failures.map((failure) => (
        <FailureView key={failure.message} {...{ failure, ...shared }} />
      ))}
    </article>
  );
}

function FailureView({
  failure: { message, count },
  tools,
  language,
  words,
}: RunsProps & { readonly failure: RunFailure }): JSX.Element {
  const errors = tools?.explain(message, language) ?? [];
  return (
    <details class="failure">
      <summary>{words.failures(count, message)}</summary>
      {errors.map((error) => (
        <ExplainedView key={error.message} error={error} />
      ))}
    </details>
  );
}
