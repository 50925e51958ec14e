import { type AskedClients, openClients } from "./clients.ts";
import type { IdentityFlags, Job } from "./job.ts";
import type { SettledIdentities, UnsettledRun, Way } from "./way.ts";

/** What a command asks for, by whoever it names or by others. */
export interface JobReading {
  readonly read: (identities?: IdentityFlags) => Promise<Job>;
  /** The run itself, also where only a dry run was asked for. */
  readonly readItself: (identities: IdentityFlags) => Promise<Job>;
}

/** A job by whoever runs it, and how its data goes where that was a question. */
export interface SettledJob {
  readonly job: Job;
  readonly way?: Way;
  /** Opens it, with what has been found out already. */
  readonly open: (job: Job) => Promise<AskedClients>;
}

/** Reads a job, by one of its two identities where `settle` says so. */
export async function settledJob(
  { read, readItself }: JobReading,
  settle: (run: UnsettledRun) => Promise<SettledIdentities>,
): Promise<SettledJob> {
  const asked = await read();
  const { identities, way, open = openClients } = await settle({ job: asked, by: readItself });
  if (way === undefined) return { job: asked, open };
  return { job: await read(identities), way, open };
}
