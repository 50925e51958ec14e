import { explainText, formatPlace, type Job, type SyncReport } from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { renderFindings } from "../render/render-check.ts";
import { renderDiagnosis } from "../render/render-diagnosis.ts";
import type { SyncPrinter } from "../render/sync-printer.ts";
import { jsonOfCheck } from "./check-command.ts";
import type { JobCommand } from "./read-job-of.ts";

// Lines of failures kept to be explained at the end: enough for every cause, and bounded.
const KEPT_FAILURES = 1000;

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
    grantLine: (extra = []) =>
      grantLine(args, command === "sync" ? extra : ["--for", command, ...extra]),
    width: terminal.columns,
  });
  terminal.err(`${[...lines, words.check.stopped].join("\n")}\n`);
}

/** Keeps what a failure says, to be explained at the end. */
export function keepFailure(event: SyncReport, failures: string[]): void {
  if (event.type !== "failed" && event.type !== "fatal") return;
  if (failures.length >= KEPT_FAILURES) return;
  const to = event.type === "failed" && event.to.kind === "s3" ? event.to : undefined;
  const where = to === undefined ? "" : `s3://${to.bucket}/${to.key} `;
  failures.push(
    `${event.type === "failed" ? `${event.kind} failed: ` : "fatal error: "}${where}${event.error.message}`,
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

/** One explanation for each cause, however many keys it hit. */
export function explainFailures(
  failures: readonly string[],
  { args, terminal, words }: Invocation,
  printer: SyncPrinter,
): void {
  if (failures.length === 0 || printer.isQuiet || hasFlag(args, "json")) return;
  for (const diagnosis of explainText(failures.join("\n"))) {
    terminal.err(`\n${renderDiagnosis(diagnosis, words)}`);
  }
}
