import {
  formatPlace,
  type Job,
  type RunJournal,
  stateDirectory,
  type SyncReport,
  type Way,
} from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import type { SyncPrinter } from "../render/sync-printer.ts";
import { wayText } from "../render/way-text.ts";
import { wrapBehindLabel } from "../render/wrap-text.ts";
import { FailureLog } from "./failure-log.ts";
import type { JobCommand } from "./read-job-of.ts";

/** The exit code that an event settles, if it does. */
export function exitCodeOf(event: SyncReport): number | undefined {
  if (event.type === "refused") return ExitCode.denied;
  return event.type === "done" ? event.exitCode : undefined;
}

/** Says why the check stopped the run, and what would open it. */
export async function printRefusal(
  { check }: Extract<SyncReport, { type: "refused" }>,
  { args, terminal, words }: Invocation,
  command: JobCommand,
): Promise<void> {
  const told = await import("../render/told-run.ts");
  if (hasFlag(args, "json")) terminal.out(told.jsonOfCheck(check));
  else terminal.err(told.refusalText(check, { args, command, width: terminal.columns }, words));
}

/** Says how data goes between the buckets of two identities; of a sync's dry run people read it with the totals. */
export function tellWay(
  way: Extract<SyncReport, { type: "way" }>,
  { args, terminal, words }: Invocation,
  { printer, job }: { readonly printer: SyncPrinter; readonly job: Job },
): void {
  const isJson = hasFlag(args, "json");
  const isRead = printer.showsResults && !(job.work === "sync" && job.options.dryrun);
  if (!isJson && !isRead) return;
  printer.end();
  (isJson ? terminal.out : terminal.err)(toldWay(way, { args, terminal, words }));
}

/** How data goes between the buckets of two identities, for people or for programs. */
export function toldWay(
  way: Way,
  { args, terminal, words }: Pick<Invocation, "args" | "terminal" | "words">,
): string {
  if (hasFlag(args, "json")) return jsonLine("way", way);
  return wrapBehindLabel(wayText(way, words.sync), terminal.columns);
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

/** Says where to find what was replaced or deleted, if anything was. */
export class BackupNote {
  readonly #backup: Job["backup"];
  readonly #listsDestination: boolean;
  #mayHaveKept = false;

  constructor({ backup, options }: Job, listsDestination: boolean) {
    this.#backup = options.dryrun ? undefined : backup;
    this.#listsDestination = listsDestination;
  }

  /** What is written without a list of what is there may have replaced something; what failed, been kept before. */
  keep(event: SyncReport): void {
    const isNew = event.type === "transferred" && event.reason === "absent";
    const isWritten = event.type === "transferred" && !(isNew && this.#listsDestination);
    if (isWritten || event.type === "deleted" || event.type === "failed") this.#mayHaveKept = true;
  }

  tell({ terminal, words }: Invocation, printer: SyncPrinter): void {
    if (this.#backup === undefined || !this.#mayHaveKept || !printer.showsResults) return;
    terminal.err(`${words.sync.keptIn(formatPlace(this.#backup))}\n`);
  }
}

/** By these a run would find again what it found: times and sizes, or a list of the source that is old. */
const HIDES_MISMATCHES: ReadonlySet<string> = new Set([
  "size-only",
  "exact-timestamps",
  "source-inventory",
  "plan",
]);

/** One explanation for each cause, however many keys it hit, and where they all are listed. */
export async function tellFailures(
  failures: FailureLog,
  { args, terminal, words }: Invocation,
  { printer, way }: { readonly printer: SyncPrinter; readonly way: Way | undefined },
): Promise<void> {
  const list = failures.end();
  if (printer.isQuiet || hasFlag(args, "json")) return;
  for (const cause of await causesOf(failures, { terminal, words })) terminal.err(`\n${cause}`);
  if (list !== undefined) terminal.err(`${words.sync.failedKeys(list)}\n`);
  if (failures.kinds.length > 0 && way?.through === "copy")
    terminal.err(`${words.sync.ways.other}\n`);
  if (!failures.hasMismatch) return;
  const hindrances = args.given.filter(({ name }) => HIDES_MISMATCHES.has(name));
  const without = [...new Set(hindrances.map(({ name }) => `\`--${name}\``))];
  const byContent = hasFlag(args, "checksum");
  terminal.err(`${words.sync.setRight({ byContent, without })}\n`);
}

/** What explains each cause of what has failed so far; what reads refusals is loaded for the first. */
export async function causesOf(
  { kinds }: FailureLog,
  { terminal, words }: Pick<Invocation, "terminal" | "words">,
): Promise<readonly string[]> {
  if (kinds.length === 0) return [];
  const { causeTexts } = await import("../render/told-run.ts");
  return causeTexts(kinds, words, terminal.columns);
}
