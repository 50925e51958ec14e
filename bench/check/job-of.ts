import {
  DEFAULT_SYNC_OPTIONS,
  type IdentityFlags,
  type Job,
  readJob,
} from "../../src/app/index.ts";

/** A sync between two buckets. */
export function jobOf(
  identities: IdentityFlags,
  [source, destination]: readonly [string, string],
): Job {
  return readJob({ source, destination, cwd: "/", options: DEFAULT_SYNC_OPTIONS, identities });
}
