import { resolve } from "node:path";
import {
  type AskedClients,
  type CheckResult,
  type Job,
  type PlanTotals,
  type RunJournal,
  type SyncEvent,
  syncOrExplain,
  tryCheckJob,
  type Way,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { ExitCode } from "../exit-code.ts";
import type { NoCheck } from "../render/json-of-verdict.ts";
import { fleetText } from "../render/fleet-text.ts";
import { wayText } from "../render/way-text.ts";
import { activeJobsText, jobText } from "../render/job-text.ts";
import { resumptionText } from "../render/resumption-text.ts";
import { type SyncPrinter, syncPrinter } from "../render/sync-printer.ts";
import { AWS_OPTIONS } from "./aws-options.ts";
import { BATCH_OPTIONS, ENGINE_OPTIONS } from "./batch-options.ts";
import { FLEET_OPTIONS } from "./fleet-options.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { INVENTORY_OPTIONS, readJobOf } from "./read-job-of.ts";
import {
  journalFor,
  RESUME_OPTIONS,
  resumableInvocation,
  type ResumableInvocation,
} from "./resume-options.ts";
import { runKeys } from "./run-keys.ts";
import { checksFirst, RUN_OPTIONS } from "./run-options.ts";
import {
  BackupNote,
  exitCodeOf,
  failureLog,
  printRefusal,
  tellFailures,
  tellWay,
} from "./run-ends.ts";
import { ofRunItself, settledRun } from "./settled-run.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";

export const command: Command = {
  operands: "SOURCE DESTINATION",
  // None with --resume.
  operandCount: { min: 0, max: 2 },
  options: {
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    ...INVENTORY_OPTIONS,
    ...BATCH_OPTIONS,
    ...ENGINE_OPTIONS,
    ...FLEET_OPTIONS,
    dryrun: {
      kind: "flag",
      summary: {
        en: "print what would be done, and what it comes to",
        ja: "実行せずに、行うことと、その合計を表示する",
      },
    },
    plan: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "with --dryrun, save the plan; the same command without it does exactly that",
        ja: "--dryrun のとき、計画を保存する。同じコマンドを --dryrun なしで実行すると、ちょうどその計画を行う",
      },
    },
    ...RESUME_OPTIONS,
    ...RUN_OPTIONS,
    ...AWS_OPTIONS,
  },
  examples: [
    {
      says: {
        en: "up, down, and from bucket to bucket",
        ja: "アップロード、ダウンロード、バケット間のコピー",
      },
      line: "sluice sync ./site s3://my-bucket/site",
    },
    {
      says: {
        en: "into another account's bucket, reading its policies too",
        ja: "相手アカウントのバケットへ。相手のポリシーも読む",
      },
      line: "sluice sync s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: {
        en: "with an identity for each side: through this machine, unless one of them may do both",
        ja: "両側で別々のアイデンティティを使う。どちらかが単独で両方を行えないかぎり、このマシンを経由する",
      },
      line: "sluice sync s3://dev-a s3://dev-b --source-profile dev-a --destination-profile dev-b",
    },
    {
      says: {
        en: "millions of objects, copied by jobs of S3 Batch Operations",
        ja: "数百万のオブジェクトを S3 Batch Operations のジョブでコピーする",
      },
      line: "sluice sync s3://dev-a s3://dev-b --on s3-batch --batch-role arn:aws:iam::111111111111:role/batch --manifest-bucket s3://dev-a-jobs",
    },
    {
      says: {
        en: "from files, with workers on several machines (`sluice worker`)",
        ja: "複数のマシンのワーカー (`sluice worker`) でファイルからコピーする",
      },
      line: "sluice sync /mnt/archive s3://my-bucket/archive --on fleet --redis redis://queue.internal:6379",
    },
    {
      says: {
        en: "go on with a run that did not come to its end",
        ja: "終わらなかった実行の続きを行う",
      },
      line: "sluice sync --resume 7f3a09c1",
    },
    {
      says: {
        en: "go on with one of a fleet, with what is in SLUICE_REDIS",
        ja: "フリートの実行の続きを行う (SLUICE_REDIS を設定しておく)",
      },
      line: "sluice sync --resume 7f3a09c1 --on fleet",
    },
  ],
  run: async (typed) => {
    const started = await resumableInvocation(typed);
    try {
      // What is printed is told from where the command was typed.
      return await run({ ...typed, args: started.invocation.args }, started);
    } finally {
      await started.journal?.close("unfinished");
    }
  },
};

async function run(typed: Invocation, started: ResumableInvocation): Promise<number> {
  const { args, terminal } = typed;
  const { invocation } = started;
  const { way, open, ...settled } = await settledRun(invocation, "sync");
  const job = goingOn(withPlan(settled.job, invocation), started);
  const clients = await open(job);
  const printer = syncPrinter(typed);
  let failures = failureLog(typed, printer);
  const backup = new BackupNote(job, true);
  const keys = runKeys(typed, printer, { job, failures: () => failures });
  let exitCode: number = ExitCode.fault;
  let journal: RunJournal | undefined;
  try {
    journal = await journalFor(started, job, clients);
    failures = failureLog(typed, printer, journal);
    const how = { check: checksFirst(args), ...keys, journal, way };
    const isTold = printer.showsResults || hasFlag(args, "json");
    const ofRun = checkOfRun(invocation, clients, { ...job, isAsked: how.check && isTold });
    // Whatever it throws is thrown where it is told.
    ofRun.catch(() => undefined);
    for await (const event of syncOrExplain(job, clients, how)) {
      exitCode = exitCodeOf(event) ?? exitCode;
      if (event.type === "refused") await printRefusal(event, invocation, "sync");
      else if (event.type === "way") tellWay(event, typed, { printer, job });
      else {
        keys.print(event);
        tellBeside(besideText(event, typed, { job, journal }), terminal, printer);
      }
      failures.keep(event);
      backup.keep(event);
      if (event.type === "planned") await tellPlan(event.totals, typed, { way, printer, ofRun });
    }
    if (exitCode === ExitCode.denied) await journal?.discard();
  } finally {
    keys.close();
    printer.end();
    await journal?.close("unfinished");
    await clients.close();
  }
  backup.tell(typed, printer);
  await tellFailures(failures, typed, { printer, way });
  return exitCode;
}

/** What a dry run comes to, and whether the run itself would be let through. */
async function tellPlan(
  totals: PlanTotals,
  { args, terminal, words }: Invocation,
  { way, printer, ofRun }: Planned,
): Promise<void> {
  const check = await ofRun;
  if (hasFlag(args, "json")) {
    if (check === undefined) return;
    // Loaded only now: most runs never need it.
    const { jsonOfVerdict } = await import("../render/told-run.ts");
    terminal.out(jsonOfVerdict(check));
    return;
  }
  if (!printer.showsResults) return;
  const { renderTotals } = await import("../render/render-totals.ts");
  const hints = {
    verdict: check?.verdict,
    compares: hasFlag(args, "compare-engines"),
    way: way && wayText(way, words.sync),
    width: terminal.columns,
  };
  printer.end();
  terminal.err(renderTotals(totals, hints, words));
}

interface Planned {
  readonly way: Way | undefined;
  readonly printer: SyncPrinter;
  readonly ofRun: Promise<CheckResult | NoCheck | undefined>;
}

function besideText(
  event: SyncEvent,
  typed: Invocation,
  { job, journal }: { readonly job: Job; readonly journal: RunJournal | undefined },
): string | undefined {
  const ofFleet = job.fleet && fleetText(event, typed);
  if (ofFleet !== undefined) return ofFleet;
  if (event.type === "jobsActive") return activeJobsText(event, typed);
  return event.type === "jobBegun" ? jobText(event, typed) : resumptionText(event, typed, journal);
}

function tellBeside(text: string | undefined, terminal: Terminal, printer: SyncPrinter): void {
  if (text === undefined) return;
  printer.end();
  terminal.err(text);
}

function withPlan(job: Job, { args, terminal }: Invocation): Job {
  const plan = valueOf(args, "plan");
  if (plan === undefined) return job;
  return { ...job, options: { ...job.options, planFile: resolve(terminal.cwd, plan) } };
}

function goingOn(job: Job, { fleetRun }: ResumableInvocation): Job {
  if (job.fleet === undefined || fleetRun === undefined) return job;
  return { ...job, fleet: { ...job.fleet, goesOnWith: fleetRun.id } };
}

/** A dry run only lists; what it is asked about is the run itself. */
async function checkOfRun(
  invocation: Invocation,
  clients: AskedClients,
  { identities, options, isAsked }: Job & { readonly isAsked: boolean },
): Promise<CheckResult | NoCheck | undefined> {
  if (!isAsked || !options.dryrun) return undefined;
  const job = await readJobOf(ofRunItself(invocation), "sync", identities);
  const { interrupted } = invocation.terminal;
  return (await tryCheckJob(job, clients, interrupted)) ?? { verdict: "unknown" };
}
