import { type Job, syncOrExplain } from "../../app/index.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { syncPrinter } from "../render/sync-printer.ts";
import type { JobCommand } from "./read-job-of.ts";
import { runKeys } from "./run-keys.ts";
import { checksFirst } from "./run-options.ts";
import {
  BackupNote,
  exitCodeOf,
  failureLog,
  printRefusal,
  tellFailures,
  tellWay,
} from "./run-ends.ts";
import { settledRun } from "./settled-run.ts";

/** Reads a job, checks it, runs it, tells what happens, explains what failed; resolves to the exit code. */
export async function runJob(command: JobCommand, typed: Invocation): Promise<number> {
  const { args } = typed;
  const { job, way, open } = await settledRun(typed, command);
  const invocation = besideObject(job, typed);
  const clients = await open(job);
  const printer = syncPrinter(invocation);
  const failures = failureLog(invocation, printer);
  const backup = new BackupNote(job, false);
  const keys = runKeys(invocation, printer, { job, failures: () => failures });
  let exitCode: number = ExitCode.fault;
  try {
    const run = { check: checksFirst(args), ...keys, way };
    for await (const event of syncOrExplain(job, clients, run)) {
      exitCode = exitCodeOf(event) ?? exitCode;
      if (event.type === "refused") await printRefusal(event, invocation, command);
      else if (event.type === "way") tellWay(event, invocation, { printer, job });
      else keys.print(event);
      failures.keep(event);
      backup.keep(event);
    }
  } finally {
    keys.close();
    printer.end();
    await clients.close();
  }
  backup.tell(invocation, printer);
  await tellFailures(failures, invocation, { printer, way });
  return exitCode;
}

/** Where the object itself goes to standard output, all that is told of it goes to standard error. */
function besideObject({ work, destination, options }: Job, invocation: Invocation): Invocation {
  if (work !== "stream" || destination.kind === "s3" || options.dryrun) return invocation;
  const { terminal } = invocation;
  return { ...invocation, terminal: { ...terminal, out: terminal.err } };
}
