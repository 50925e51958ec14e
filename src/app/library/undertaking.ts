import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../sync/index.ts";
import type { World } from "../../policy/index.ts";
import { type IdentityFlags, type Job, readJob } from "../job.ts";
import type { JobReading } from "../settled-job.ts";
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

/** What `settledJob` reads of an undertaking. */
export function readingOf(undertaking: Undertaking): JobReading {
  const itself = { ...undertaking, options: { ...undertaking.options, dryrun: false } };
  return {
    read: (identities) => Promise.resolve(jobOf({ ...undertaking, ...identities })),
    readItself: (identities) => Promise.resolve(jobOf({ ...itself, ...identities })),
  };
}

/** Never aborted where none was given. */
export function signalOf({ signal }: Undertaking): AbortSignal {
  return signal ?? new AbortController().signal;
}

/** Reads a world that was given by its path. */
export async function worldOf(given: WorldGiven): Promise<World> {
  return typeof given === "string" ? readWorldFile(given) : given;
}
