import { resolve } from "node:path";
import {
  type Clients,
  type Job,
  openClients,
  syncOrExplain,
  tryCheckJob,
  type Verdict,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { renderTotals } from "../render/render-totals.ts";
import { syncPrinter } from "../render/sync-printer.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { readJobOf } from "./read-job-of.ts";
import { RUN_OPTIONS } from "./run-options.ts";
import { exitCodeOf, explainFailures, keepFailure, printRefusal } from "./run-ends.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";

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
    ...RUN_OPTIONS,
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
    const job = withPlan(await readJobOf(invocation), invocation);
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
        if (event.type === "refused") printRefusal(event, invocation, "sync");
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
  const job = await readJobOf({ ...invocation, args: { ...args, given } });
  return (await tryCheckJob(job, clients, terminal.interrupted))?.verdict ?? "unknown";
}
