import { resolve } from "node:path";
import {
  type Clients,
  explainText,
  type Job,
  openClients,
  type SyncReport,
  syncOrExplain,
  tryCheckJob,
  type Verdict,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { renderFindings } from "../render/render-check.ts";
import { renderDiagnosis } from "../render/render-diagnosis.ts";
import { renderTotals } from "../render/render-totals.ts";
import { type SyncPrinter, syncPrinter } from "../render/sync-printer.ts";
import { jsonOfCheck, readJobOf } from "./check-command.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";

// Lines of failures kept to be explained at the end: enough for every cause, and bounded.
const KEPT_FAILURES = 1000;

export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 2, max: 2 },
  options: {
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    dryrun: { kind: "flag", summary: "print what would be done, and what it comes to" },
    plan: {
      kind: "value",
      value: "FILE",
      summary: "with --dryrun, save the plan; the same command without it does exactly that",
    },
    "no-check": { kind: "flag", summary: "do not check permissions first" },
    quiet: { kind: "flag", summary: "print nothing but a refusal" },
    "only-show-errors": { kind: "flag", summary: "print only errors and warnings" },
    "no-progress": { kind: "flag", summary: "print no progress" },
    json: { kind: "flag", summary: "print events as JSON Lines" },
  },
  examples: [
    { says: "up, down, and from bucket to bucket", line: "sluice sync ./site s3://my-bucket/site" },
    {
      says: "into another account's bucket, reading its policies too",
      line: "sluice sync s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: "with an identity for each side, through this machine",
      line: "sluice sync s3://dev-a s3://dev-b --source-profile dev-a --destination-profile dev-b",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const job = withPlan(readJobOf(invocation), invocation);
    const clients = await openClients(job);
    const printer = syncPrinter(args, terminal);
    const failures: string[] = [];
    let exitCode: number = ExitCode.fault;
    try {
      const run = { check: !hasFlag(args, "no-check"), signal: terminal.interrupted };
      const asksOfRun = run.check && printer.showsResults && hasFlag(args, "dryrun");
      const ofRun = asksOfRun ? verdictOfRun(invocation, clients) : undefined;
      // Whatever it throws is thrown where it is told.
      ofRun?.catch(() => undefined);
      for await (const event of syncOrExplain(job, clients, run)) {
        exitCode = exitCodeOf(event) ?? exitCode;
        if (event.type === "refused") printRefusal(event, invocation);
        else printer.print(event);
        keepFailure(event, failures);
        if (event.type === "planned" && printer.showsResults) {
          const verdict = await ofRun;
          printer.end();
          terminal.err(renderTotals(event.totals, verdict, words));
        }
      }
    } finally {
      printer.end();
      await clients.close();
    }
    explainFailures(failures, invocation, printer);
    return exitCode;
  },
};

function withPlan(job: Job, { args, terminal }: Invocation): Job {
  const plan = valueOf(args, "plan");
  if (plan === undefined) return job;
  return { ...job, options: { ...job.options, planFile: resolve(terminal.cwd, plan) } };
}

/** A dry run only lists; what it is asked about is the run itself. */
async function verdictOfRun(invocation: Invocation, clients: Clients): Promise<Verdict> {
  const { args, terminal } = invocation;
  const given = args.given.filter(({ name }) => name !== "dryrun");
  const job = readJobOf({ ...invocation, args: { ...args, given } });
  return (await tryCheckJob(job, clients, terminal.interrupted))?.verdict ?? "unknown";
}

function exitCodeOf(event: SyncReport): number | undefined {
  if (event.type === "refused") return ExitCode.denied;
  return event.type === "done" ? event.exitCode : undefined;
}

function printRefusal(
  { check }: Extract<SyncReport, { type: "refused" }>,
  { args, terminal, words }: Invocation,
): void {
  if (hasFlag(args, "json")) {
    terminal.out(jsonOfCheck(check));
    return;
  }
  const lines = renderFindings(check, words, {
    grantLine: (extra) => grantLine(args, extra),
    width: terminal.columns,
  });
  terminal.err(`${[...lines, words.check.stopped].join("\n")}\n`);
}

function keepFailure(event: SyncReport, failures: string[]): void {
  if (event.type !== "failed" && event.type !== "fatal") return;
  if (failures.length >= KEPT_FAILURES) return;
  const to = event.type === "failed" && event.to.kind === "s3" ? event.to : undefined;
  const where = to === undefined ? "" : `s3://${to.bucket}/${to.key} `;
  failures.push(
    `${event.type === "failed" ? `${event.kind} failed: ` : "fatal error: "}${where}${event.error.message}`,
  );
}

/** One explanation for each cause, however many keys it hit. */
function explainFailures(
  failures: readonly string[],
  { args, terminal, words }: Invocation,
  printer: SyncPrinter,
): void {
  if (failures.length === 0 || printer.isQuiet || hasFlag(args, "json")) return;
  for (const diagnosis of explainText(failures.join("\n"))) {
    terminal.err(`\n${renderDiagnosis(diagnosis, words)}`);
  }
}
