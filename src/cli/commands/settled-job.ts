import {
  type Job,
  type SettledIdentities,
  settleIdentities,
  type UnsettledRun,
  type Way,
} from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { type JobCommand, readJobOf } from "./read-job-of.ts";
import { checksFirst } from "./run-options.ts";

/** A job by whoever runs it, and how its data goes where that was a question. */
export interface SettledJob {
  readonly job: Job;
  readonly way?: Way;
  /** What has been asked for it already, to be put beside its clients. */
  readonly asked: Pick<SettledIdentities, "account">;
}

/** Reads a job, by one of its two identities where the check shows that this one may do all of it. */
export async function settledJob(
  invocation: Invocation,
  command: JobCommand | undefined,
  settle: (run: UnsettledRun) => Promise<SettledIdentities> = byAws(invocation),
): Promise<SettledJob> {
  const job = await readJobOf(invocation, command);
  const itself = ofRunItself(invocation);
  const { identities, way, ...asked } = await settle({
    job,
    by: (identities) => readJobOf(itself, command, identities),
  });
  if (way === undefined) return { job, asked };
  return { job: await readJobOf(invocation, command, identities), way, asked };
}

function byAws({ args, terminal }: Invocation): (run: UnsettledRun) => Promise<SettledIdentities> {
  const checks = checksFirst(args);
  const probes = !hasFlag(args, "dryrun");
  const how = { checks, probes, signal: terminal.interrupted };
  return (run) => settleIdentities(run, how);
}

/** The command without what makes it a dry run: that only lists. */
export function ofRunItself(invocation: Invocation): Invocation {
  const { args } = invocation;
  const given = args.given.filter(({ name }) => name !== "dryrun" && name !== "compare-engines");
  return { ...invocation, args: { ...args, given } };
}
