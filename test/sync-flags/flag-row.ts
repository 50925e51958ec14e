/** What stands on a side before the run. */
export interface GivenEntry {
  /** Its bytes, or how many of them. */
  readonly body: string | number;
  /** Of a file: seconds from the object of its key, or from now where there is none. */
  readonly newerBySeconds?: number;
  /** Of a file: a link to this instead. */
  readonly linkTo?: string;
  readonly storageClass?: "GLACIER";
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: string;
}

interface GivenFlags {
  readonly direction: "up" | "down" | "copy";
  readonly source: Readonly<Record<string, GivenEntry>>;
  readonly destination?: Readonly<Record<string, GivenEntry>>;
  readonly flags: readonly string[];
  /** Headers of requests that the row is about. */
  readonly sees?: readonly string[];
}

/** What both programs do, and leave behind. */
export interface WantedOutcome {
  readonly exit: number;
  /** `SRC` and `DST` stand for the two sides; in any order. */
  readonly lines: readonly string[];
  /** Operation and key, with the headers that the row sees; in any order. */
  readonly requests: readonly string[];
  /** The destination afterwards: bodies, or sizes where they are long. */
  readonly tree: Readonly<Record<string, string | number>>;
}

export interface FlagRow {
  readonly name: string;
  readonly source: string;
  /** The flags of `aws s3 sync` that the row stands for. */
  readonly covers: readonly string[];
  /** AWS CLIs that have not got them; Debian 12 has 2.9. */
  readonly lackedBy?: readonly ("v1" | "v2" | "v2.9")[];
  readonly given: GivenFlags;
  readonly want: WantedOutcome;
}
