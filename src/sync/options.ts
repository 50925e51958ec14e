import type { CustomerKey, WriteOptions } from "./ports.ts";

/** One `--include` or `--exclude`, relative to the root of each side. */
export interface Filter {
  readonly kind: "include" | "exclude";
  readonly pattern: string;
  /** The directory that keys stand under where the pattern is for whole paths. */
  readonly root?: string;
}

/** Everything that the flags of a sync say; `DEFAULT_SYNC_OPTIONS` has the AWS CLI's defaults. */
export interface SyncOptions {
  readonly delete: boolean;
  readonly dryrun: boolean;
  /** Where a dry run saves its plan, and what any other run carries out instead of making one. */
  readonly planFile?: string;
  /** Does what the AWS CLI does also where that may lose something: docs/differences.md lists it. */
  readonly awsCompat: boolean;
  readonly sizeOnly: boolean;
  readonly exactTimestamps: boolean;
  /** Compares what entries of one size hold, and not their times. */
  readonly checksum: boolean;
  /** Reads both sides where `checksum` finds no sum that they have in common. */
  readonly readsToCompare: boolean;
  /** Looks at both sides once more when the run is done. */
  readonly verify: boolean;
  /** Transfers also what differs in metadata and headers alone. */
  readonly compareMetadata: boolean;
  /** Leaves alone what the destination has, also when it comes to be there during the run. */
  readonly noOverwrite: boolean;
  /** Leaves alone what is newer at the destination. */
  readonly update: boolean;
  /** In the order of the command line: the last one that matches a key wins. */
  readonly filters: readonly Filter[];
  readonly followSymlinks: boolean;
  /** Keys in a page of a listing, 1 to 1,000. */
  readonly pageSize?: number;
  readonly write: WriteOptions;
  readonly guessMimeType: boolean;
  readonly multipartThreshold: number;
  readonly partSize: number;
  /** Requests in flight at most, parts included; listings come on top. */
  readonly maxConcurrentRequests: number;
  /** Bytes a second, up and down together. */
  readonly maxBandwidth?: number;
  /** What flags say of these, which a profile's settings must not change. */
  readonly asked?: Partial<Pick<SyncOptions, "maxConcurrentRequests" | "maxBandwidth">>;
  /** How many deletions a run may do; half of the destination, or 1,000 when larger, if absent. */
  readonly maxDelete?: number;
  /** Lets `delete` empty a destination because the source is empty. */
  readonly allowEmptySource: boolean;
  /**
   * What a copy keeps of its source beside the bytes. `auto` is `default` but for tags that may not
   * be read: they are left out with a warning.
   */
  readonly copyProps: "auto" | "none" | "metadata-directive" | "default";
  /** The customer's key of what is read; of what is written it is in `write`. */
  readonly sourceCustomerKey?: CustomerKey;
  /** How S3 to S3 goes: S3 copies, or, where no one identity reads and writes both, we read and write. */
  readonly through: "copy" | "stream";
  /** What becomes of a download whose name differs from another only by case. */
  readonly caseConflict: "ignore" | "skip" | "warn" | "error";
  readonly ignoreGlacierWarnings: boolean;
  readonly forceGlacierTransfer: boolean;
  /** Flushes every downloaded file to disk before it takes its name. */
  readonly fsync: boolean;
}

const MIB = 1024 * 1024;

/** What holds when no flag is given. */
export const DEFAULT_SYNC_OPTIONS: SyncOptions = {
  delete: false,
  dryrun: false,
  awsCompat: false,
  sizeOnly: false,
  exactTimestamps: false,
  checksum: false,
  readsToCompare: false,
  verify: false,
  compareMetadata: false,
  noOverwrite: false,
  update: false,
  filters: [],
  followSymlinks: true,
  write: {},
  guessMimeType: true,
  multipartThreshold: 8 * MIB,
  partSize: 8 * MIB,
  maxConcurrentRequests: 384,
  allowEmptySource: false,
  copyProps: "auto",
  through: "copy",
  caseConflict: "ignore",
  ignoreGlacierWarnings: false,
  forceGlacierTransfer: false,
  fsync: false,
};
