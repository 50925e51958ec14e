import { useEffect, useState } from "preact/hooks";
import { type AuthorizationQuestion, readQuestion } from "../../../policy/index.ts";
import { type Live, NOTHING_SEEN, withAnswer } from "../view/live.ts";
import { usePolling } from "./use-polling.ts";

/** What the lab beside the page does, as it is watched. */
export interface WatchedLab extends Live {
  /** Why nothing comes, where nothing does. */
  readonly problem: string | undefined;
}

const EVERY_MS = 700;

/** Watches the lab as long as somebody looks at the page. */
export function useLab(): WatchedLab {
  const [seen, setSeen] = useState<Live>(NOTHING_SEEN);
  const [problem, setProblem] = useState<string>();
  usePolling(EVERY_MS, async (signal) => {
    const answer = await readJson(`lab/watch/${seen.last}`, signal);
    if (signal.aborted) return;
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setSeen((before) => withAnswer(before, JSON.parse(answer.text)));
  });
  return { ...seen, problem };
}

/** What was decided by a number; `gone` where the lab has forgotten it. */
export function useQuestion(
  number: number | undefined,
): AuthorizationQuestion | "gone" | undefined {
  const [question, setQuestion] = useState<AuthorizationQuestion | "gone">();
  useEffect(() => {
    const ended = new AbortController();
    setQuestion(undefined);
    if (number === undefined) return;
    void readJson(`lab/question/${number}`, ended.signal).then((answer) => {
      if (ended.signal.aborted) return;
      setQuestion((answer.ok ? readQuestion(answer.text) : undefined) ?? "gone");
    });
    return () => {
      ended.abort();
    };
  }, [number]);
  return question;
}

type Read =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** Reads from the server that the page came from. */
export async function readJson(path: string, signal?: AbortSignal): Promise<Read> {
  try {
    const response = await fetch(path, signal ? { signal } : {});
    const text = await response.text();
    return response.ok ? { ok: true, text } : { ok: false, problem: `${response.status} ${text}` };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
