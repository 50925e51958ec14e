import {
  type SettledIdentities,
  settledJob,
  type SettledJob,
  settleIdentities,
  type UnsettledRun,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { type JobCommand, readJobOf } from "./read-job-of.ts";
import { checksFirst } from "./run-options.ts";

/** Reads a job that is to run, by one of its two identities where the check shows that this one may do all of it. */
export function settledRun(
  invocation: Invocation,
  command: JobCommand | undefined,
  settle: (run: UnsettledRun) => Promise<SettledIdentities> = byAws(invocation),
): Promise<SettledJob> {
  const itself = ofRunItself(invocation);
  return settledJob(
    {
      read: (identities) => readJobOf(invocation, command, identities),
      readItself: (identities) => readJobOf(itself, command, identities),
    },
    settle,
  );
}

/** Machines of a fleet have identities of their own, and its dry run says what they would do. */
function byAws({ args, terminal }: Invocation): (run: UnsettledRun) => Promise<SettledIdentities> {
  if (valueOf(args, "on") !== undefined) {
    return ({ job }) => Promise.resolve({ identities: job.identities });
  }
  const checks = checksFirst(args);
  const probes = !hasFlag(args, "dryrun");
  return (run) => settleIdentities(run, { checks, probes, signal: terminal.interrupted });
}

/** The command without what makes it a dry run: that only lists. */
export function ofRunItself(invocation: Invocation): Invocation {
  const { args } = invocation;
  const given = args.given.filter(({ name }) => name !== "dryrun" && name !== "compare-engines");
  return { ...invocation, args: { ...args, given } };
}
