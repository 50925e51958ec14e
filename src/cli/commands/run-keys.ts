import type { Job, Permission, SyncEvent } from "../../app/index.ts";
import type { Invocation } from "../command.ts";
import { faultText } from "../render/fault-text.ts";
import type { SyncPrinter } from "../render/sync-printer.ts";
import type { FailureLog } from "./failure-log.ts";
import { causesOf } from "./run-ends.ts";
import { RunGate } from "./run-gate.ts";

/** What the keys of a person at the terminal do to a run. */
export interface RunKeys {
  /** Aborted by Ctrl-C, and when a run that was told to finish has. */
  readonly signal: AbortSignal;
  /** Absent where nobody sits at the run. */
  readonly permitted?: Permission;
  /** Prints an event of the run; of an end that a key asked for it says so. */
  print(event: SyncEvent): void;
  close(): void;
}

/** Listens to `e` explain, `p` pause and `q` finish and stop, where a person watches the progress of a run. */
export function runKeys(
  { terminal, words }: Invocation,
  printer: SyncPrinter,
  { job, failures }: { readonly job: Job; readonly failures: () => FailureLog },
): RunKeys {
  const signal = terminal.interrupted;
  const { listenToKeys } = terminal;
  const isHere = job.work !== "stream" && job.fleet === undefined;
  const isWatched = printer.showsProgress && isHere && !job.options.dryrun;
  if (listenToKeys === undefined || !isWatched) {
    const print = (event: SyncEvent): void => {
      printer.print(event);
    };
    return { signal, print, close: () => undefined };
  }
  const gate = new RunGate(signal);
  const say = (text: string): void => {
    printer.end();
    terminal.err(`${text}\n`);
  };
  say(words.sync.keys.hint);
  const deeds: Readonly<Record<string, () => void>> = {
    e: () => {
      causesOf(failures(), { terminal, words }).then(
        (causes) => {
          say(causes.length === 0 ? words.sync.keys.noFailures : causes.join("\n"));
        },
        (error: unknown) => {
          // The run goes on without.
          say(faultText(error, words));
        },
      );
    },
    p: () => {
      gate.togglePause();
      say(gate.isPaused ? words.sync.keys.paused : words.sync.keys.goesOn);
    },
    q: () => {
      say(words.sync.keys.finishing);
      gate.finish();
    },
  };
  const close = listenToKeys((key) => {
    deeds[key]?.();
  });
  return {
    signal: AbortSignal.any([signal, gate.finished]),
    permitted: gate.permitted,
    print: (event) => {
      if (event.type === "cancelled" && !signal.aborted) say(words.sync.keys.finished);
      else printer.print(event);
    },
    close,
  };
}
