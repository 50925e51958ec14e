import {
  explainFailures,
  formatPlace,
  type Job,
  type RunJournal,
  stateDirectory,
  type SyncReport,
} from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { renderFindings } from "../render/render-check.ts";
import { renderDiagnosis } from "../render/render-diagnosis.ts";
import type { SyncPrinter } from "../render/sync-printer.ts";
import { jsonOfCheck } from "./check-command.ts";
import { FailureLog } from "./failure-log.ts";
import type { JobCommand } from "./read-job-of.ts";

/** The exit code that an event settles, if it does. */
export function exitCodeOf(event: SyncReport): number | undefined {
  if (event.type === "refused") return ExitCode.denied;
  return event.type === "done" ? event.exitCode : undefined;
}

/** Says why the check stopped the run, and what would open it. */
export function printRefusal(
  { check }: Extract<SyncReport, { type: "refused" }>,
  { args, terminal, words }: Invocation,
  command: JobCommand,
): void {
  if (hasFlag(args, "json")) {
    terminal.out(jsonOfCheck(check));
    return;
  }
  const lines = renderFindings(check, words, {
    grantLine: (extra) =>
      grantLine(args, command === "sync" ? extra : ["--for", command, ...extra]),
    width: terminal.columns,
  });
  terminal.err(`${[...lines, words.check.stopped].join("\n")}\n`);
}

/** Where a run keeps what failed: beside its journal, and nowhere where nobody is told of it. */
export function failureLog(
  { args, terminal }: Invocation,
  printer: SyncPrinter,
  journal?: RunJournal,
): FailureLog {
  const directory = journal?.place.directory ?? stateDirectory(terminal.env);
  const isTold = !printer.isQuiet && !hasFlag(args, "json");
  return new FailureLog(
    isTold && directory !== undefined ? { directory, run: journal?.id } : undefined,
  );
}

/** Says where to find what was replaced or deleted. */
export function tellBackup(
  { backup, options }: Job,
  { terminal, words }: Invocation,
  printer: SyncPrinter,
): void {
  if (backup === undefined || options.dryrun || !printer.showsResults) return;
  terminal.err(`${words.sync.keptIn(formatPlace(backup))}\n`);
}

/** One explanation for each cause, however many keys it hit, and where they all are listed. */
export function tellFailures(
  failures: FailureLog,
  { args, terminal, words }: Invocation,
  printer: SyncPrinter,
): void {
  const list = failures.end();
  if (printer.isQuiet || hasFlag(args, "json")) return;
  for (const diagnosis of explainFailures(failures.kinds)) {
    terminal.err(`\n${renderDiagnosis(diagnosis, words, { width: terminal.columns })}`);
  }
  if (list !== undefined) terminal.err(`${words.sync.failedKeys(list)}\n`);
}
