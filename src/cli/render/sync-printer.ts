import stringWidth from "fast-string-width";
import { reportLine, type SyncEvent } from "../../app/index.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Invocation } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { FailureCount } from "./failure-count.ts";
import { jsonLine } from "./json-line.ts";
import { progressText } from "./progress-text.ts";

/** Prints the events of a sync as they come. */
export interface SyncPrinter {
  readonly isQuiet: boolean;
  /** Whether it prints for people what was done, not only what went wrong. */
  readonly showsResults: boolean;
  /** Whether a person watches how far it is. */
  readonly showsProgress: boolean;
  print(event: SyncEvent): void;
  /** Ends a progress line that is still open. */
  end(): void;
}

/** Whoever gives one of these wants to see progress, also in a log. */
const PROGRESS_OPTIONS = ["progress-frequency", "progress-multiline"];

/** Chooses how events are printed: JSON Lines, the AWS CLI's lines, or fewer of them. */
export function syncPrinter({ args, terminal, words }: Invocation): SyncPrinter {
  const isQuiet = hasFlag(args, "quiet");
  if (hasFlag(args, "json")) return jsonPrinter(terminal);
  const showsResults = !isQuiet && !hasFlag(args, "only-show-errors");
  const isWanted = PROGRESS_OPTIONS.some((name) =>
    args.given.some((option) => option.name === name),
  );
  const showsProgress =
    showsResults && !hasFlag(args, "no-progress") && (terminal.errIsTerminal || isWanted);
  const seconds = wholeNumberOf(args, "progress-frequency", { min: 0, max: 86_400 }) ?? 0;
  const progress = { everyMs: seconds * 1000, ownLines: hasFlag(args, "progress-multiline") };
  return linePrinter(terminal, { words, isQuiet, showsResults, showsProgress, ...progress });
}

function jsonPrinter(terminal: Terminal): SyncPrinter {
  return {
    isQuiet: false,
    showsResults: false,
    showsProgress: false,
    print: (event) => {
      terminal.out(
        jsonLine(
          event.type,
          "error" in event ? { ...event, error: plainError(event.error) } : event,
        ),
      );
    },
    end: () => undefined,
  };
}

/** JSON sees nothing of an Error by itself. */
function plainError(error: Error | undefined): { name: string; message: string } | undefined {
  return error && { name: error.name, message: error.message };
}

interface LineStyle {
  readonly words: Catalogue;
  readonly isQuiet: boolean;
  readonly showsResults: boolean;
  readonly showsProgress: boolean;
  /** The time between two lines of progress. */
  readonly everyMs: number;
  /** Whether each stays, with a line end. */
  readonly ownLines: boolean;
}

function linePrinter(terminal: Terminal, style: LineStyle): SyncPrinter {
  const startedMs = performance.now();
  const { words } = style;
  let open = "";
  const failed = new FailureCount();
  let saidMs = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (open !== "") terminal.err(`\r${" ".repeat(stringWidth(open))}\r`);
    open = "";
  };
  const printProgress = (event: Extract<SyncEvent, { readonly type: "progress" }>): void => {
    const nowMs = performance.now();
    if (!style.showsProgress || nowMs - saidMs < style.everyMs) return;
    saidMs = nowMs;
    const soFar = { seconds: (nowMs - startedMs) / 1000, failed, columns: terminal.columns };
    const line = progressText(event, soFar, words.sync);
    clear();
    terminal.err(style.ownLines ? `${line}\n` : line);
    open = style.ownLines ? "" : line;
  };
  return {
    isQuiet: style.isQuiet,
    showsResults: style.showsResults,
    showsProgress: style.showsProgress,
    print: (event) => {
      if (event.type === "progress") {
        printProgress(event);
        return;
      }
      if (event.type === "failed") failed.add(event.error);
      if (event.type === "mismatch") failed.add(undefined);
      const line = reportLine(event, terminal.cwd, words.language);
      if (line === undefined || style.isQuiet) return;
      // As for the AWS CLI, a dry run's lines are what was asked for: --only-show-errors keeps them.
      const isAskedFor = "dryrun" in event && event.dryrun;
      if (line.stream === "stdout" && !style.showsResults && !isAskedFor) return;
      const progress = open;
      clear();
      (line.stream === "stdout" ? terminal.out : terminal.err)(`${line.text}\n`);
      // It may be long until the next one.
      if (progress !== "") terminal.err(progress);
      open = progress;
    },
    end: clear,
  };
}
