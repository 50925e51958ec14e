import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../sync/index.ts";
import type { World } from "../../policy/index.ts";
import { type IdentityFlags, type Job, readJob } from "../job.ts";
import type { SettledIdentities, UnsettledRun, Way } from "../way.ts";
import { readWorldFile } from "../world-file.ts";

/** A sync from one place to another, and who acts: what `sync`, `check` and `grant` are about. */
export interface Undertaking extends Partial<IdentityFlags> {
  /** A directory, or an S3 URI such as `s3://bucket/prefix`. */
  readonly source: string;
  /** A directory, or an S3 URI; one of both ends must be an S3 URI. */
  readonly destination: string;
  /** Where relative paths begin; the directory of the process when absent. */
  readonly cwd?: string;
  /** What the flags of `sluice sync` say; `DEFAULT_SYNC_OPTIONS` holds for the rest. */
  readonly options?: Partial<SyncOptions>;
  /** Where what is replaced or deleted is kept: a directory, or an S3 URI, of this run alone. */
  readonly backupTo?: string;
  /** Stops what runs; what is unfinished is cleared away. */
  readonly signal?: AbortSignal;
}

/** A world to ask instead of AWS: a world file's path, or what `parseWorld` of `sluice/policy` reads. */
export type WorldGiven = string | World;

/** The job of an undertaking; throws `UsageError` where its ends make no sync. */
export function jobOf(undertaking: Undertaking): Job {
  const { source, destination, cwd = process.cwd(), options, backupTo, ...rest } = undertaking;
  return readJob({
    source,
    destination,
    cwd,
    backup: backupTo,
    options: { ...DEFAULT_SYNC_OPTIONS, ...options },
    identities: { ownerProfiles: [], ...rest },
  });
}

/** A job by whoever runs it, and how its data goes where that was a question. */
export interface SettledJob {
  readonly job: Job;
  readonly way?: Way;
  /** What has been asked for it already, to be put beside its clients. */
  readonly asked: Pick<SettledIdentities, "account">;
}

/** Reads an undertaking, by one of its two identities where `settle` says so. */
export async function settledJobOf(
  undertaking: Undertaking,
  settle: (run: UnsettledRun) => Promise<SettledIdentities>,
): Promise<SettledJob> {
  const job = jobOf(undertaking);
  const itself = { ...undertaking, options: { ...undertaking.options, dryrun: false } };
  const by = (identities: IdentityFlags): Promise<Job> =>
    Promise.resolve(jobOf({ ...itself, ...identities }));
  const { identities, way, ...asked } = await settle({ job, by });
  if (way === undefined) return { job, asked };
  return { job: jobOf({ ...undertaking, ...identities }), way, asked };
}

/** Never aborted where none was given. */
export function signalOf({ signal }: Undertaking): AbortSignal {
  return signal ?? new AbortController().signal;
}

/** Reads a world that was given by its path. */
export async function worldOf(given: WorldGiven): Promise<World> {
  return typeof given === "string" ? readWorldFile(given) : given;
}
