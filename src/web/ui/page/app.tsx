import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { english } from "../view/english.ts";
import { type PageState, fragmentOf, stateOfFragment } from "../view/fragment.ts";
import type { Given } from "../view/given.ts";
import { japanese } from "../view/japanese.ts";
import { type Look, lookAt, type OpenedFile, readWorld, type WorldRead } from "../view/look-at.ts";
import type { PageTools } from "../view/page-tools.ts";
import { sizeText } from "../view/run-rates.ts";
import { startOf } from "../view/start-of.ts";
import type { Words } from "../view/words.ts";
import { LiveView } from "./live-view.tsx";
import { LookView } from "./look-view.tsx";
import { RunsView } from "./runs-view.tsx";
import { SourcePanel } from "./source-panel.tsx";
import { PastePanel } from "./paste-panel.tsx";
import { readJson } from "./use-lab.ts";
import { useTools } from "./use-tools.ts";

/** The whole page. */
export function App({ given }: { readonly given: Given }): JSX.Element {
  const [opened, setOpened] = useState<OpenedFile | undefined>(given.world);
  const [state, setState] = useState<PageState>(() => readAddress(given));
  const [refusal, setRefusal] = useState<string>();
  const words = state.language === "ja" ? japanese : english;
  const tools = useTools();
  useAddress(state, () => {
    setState(readAddress(given));
  });
  useEffect(() => {
    document.documentElement.lang = state.language;
    document.title = words.title;
  }, [state.language, words]);
  const show = (file: OpenedFile): void => {
    setRefusal(undefined);
    setOpened(file);
    setState((last) => ({ ...startOf(last), from: "world" }));
  };
  const open = (file: File): void => {
    void readFile(file).then((read) => {
      if (typeof read === "object") show(read);
      else setRefusal(words.tooLarge(read, MOST_MEGABYTES));
    });
  };
  const openLab = (): void => {
    void readJson("lab/world").then((read) => {
      // The server beside this script wrote it.
      if (read.ok) show(JSON.parse(read.text) as OpenedFile);
      else setRefusal(words.labSilent(given.lab ?? ""));
    });
  };
  useDrop(open);
  const { from, profile, source, destination, large, edits } = state;
  const read = useMemo(() => readWorld(from, given, opened), [from, given, opened]);
  const look = useMemo(
    () => (read.kind === "read" ? lookAt(read, state, given) : read),
    [read, given, profile, source, destination, large, edits],
  );
  const change = (part: Partial<PageState>): void => {
    setState((last) => ({ ...last, ...part }));
  };
  return (
    <>
      <header>
        <h1>{words.title}</h1>
        <label>
          {words.language}{" "}
          <select
            value={state.language}
            onChange={({ currentTarget }) => {
              change({ language: currentTarget.value === "ja" ? "ja" : "en" });
            }}
          >
            <option value="en" lang="en">
              English
            </option>
            <option value="ja" lang="ja">
              日本語
            </option>
          </select>
        </label>
      </header>
      <main>
        <SourcePanel {...{ given, opened, state, words, look, change, open, openLab }} />
        {tools !== undefined && <PastePanel {...{ given, read, state, tools, words, change }} />}
        {refusal !== undefined && <p role="alert">{refusal}</p>}
        <Shown {...{ given, look, state, tools, words, change }} />
      </main>
    </>
  );
}

interface ShownProps {
  readonly given: Given;
  readonly look: Look | Exclude<WorldRead, { kind: "read" }>;
  readonly state: PageState;
  readonly tools: PageTools | undefined;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** What is picked: a lab, runs, or a run in a world. */
function Shown({ given, look, state, tools, words, change }: ShownProps): JSX.Element {
  const { lab, runs, multipartThreshold } = given;
  const threshold = sizeText(multipartThreshold);
  if (state.from === "live") {
    if (lab === undefined) return <p role="alert">{words.noLab}</p>;
    return <LiveView {...{ state, tools, words, change }} url={lab} />;
  }
  if (state.from === "runs") {
    if (runs === undefined) return <p role="alert">{words.noRuns}</p>;
    return <RunsView {...{ tools, words }} language={state.language} />;
  }
  switch (look.kind) {
    case "unread":
      return <pre role="alert">{look.problem[state.language]}</pre>;
    case "closed":
      return <p role="alert">{words.notAgain}</p>;
    case "answered":
      return <LookView {...{ look, state, tools, words, threshold, change }} />;
  }
}

/** A larger file would hold the browser up for long. */
const MOST_MEGABYTES = 10;

/** The file; or its size in megabytes, where it is too large. */
async function readFile(file: File): Promise<OpenedFile | number> {
  const megabytes = Math.ceil(file.size / 1_000_000);
  if (megabytes > MOST_MEGABYTES) return megabytes;
  return { name: file.name, text: await file.text() };
}

function readAddress(given: Given): PageState {
  const language = navigator.language.startsWith("ja") ? "ja" : "en";
  const start = { ...startOf({ language }), from: firstOf(given) };
  return stateOfFragment(location.hash, start);
}

function firstOf({ world, lab, runs, stories }: Given): string {
  if (world !== undefined) return "world";
  if (runs !== undefined) return "runs";
  return lab === undefined ? (stories[0]?.id ?? "") : "live";
}

/** Keeps the address in step with the page, and the page with an address that is typed. */
function useAddress(state: PageState, onTyped: () => void): void {
  useEffect(() => {
    // Browsers take only some hundred changes in half a minute; a key is pressed more often.
    const timer = setTimeout(() => {
      history.replaceState(undefined, "", `#${fragmentOf(state)}`);
    }, 200);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  useEffect(() => {
    addEventListener("hashchange", onTyped);
    return () => {
      removeEventListener("hashchange", onTyped);
    };
  }, []);
}

function useDrop(open: (file: File) => void): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) open(file);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  });
}
