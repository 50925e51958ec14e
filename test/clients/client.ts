/** What a client said: what it printed, and whether it ended well. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/** An object, by its bucket and key. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** A client as one of the world's people uses it; paths are those of files on this machine. */
export interface ClientVerbs {
  put(path: string, to: Place): Promise<Said>;
  get(from: Place, path: string): Promise<Said>;
  copy(from: Place, to: Place): Promise<Said>;
  /** Prints the keys in any form. */
  list(bucket: string, prefix: string): Promise<Said>;
  /** Prints a URL that anyone can read. */
  presign(place: Place): Promise<Said>;
  /** Directory to prefix, or back. */
  readonly sync?: {
    up(directory: string, to: Place): Promise<Said>;
    down(from: Place, directory: string): Promise<Said>;
  };
  putBucketPolicy?(bucket: string, path: string): Promise<Said>;
}

/** One unmodified client. */
export interface Client {
  readonly name: string;
  /** Why it cannot be used on this machine; undefined when it can. */
  readonly absence: string | undefined;
  /** Verbs that the client has not got. */
  readonly lacks: readonly ("sync" | "putBucketPolicy")[];
  /** What it shows of AWS's 403 to a listing and to a read; some ask with HEAD, whose answer has no text. */
  readonly denied: { readonly list: Denial; readonly get: Denial };
  open(stage: ClientStage, profile: string): ClientVerbs;
}

/** The action whose denial the client shows in AWS's words; or all that it says instead. */
type Denial = { readonly action: string } | { readonly says: string };

/** What a client needs of the stage that it plays on. */
export interface ClientStage {
  readonly url: string;
  /** The authority to trust, where the URL is one of HTTPS. */
  readonly caPath?: string;
  readonly region: string;
  keysOf(profile: string): { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Runs a shell script, with `AWS_PROFILE` and `LAB_URL` set, for HTTPS `AWS_CA_BUNDLE` too, and nothing of the user's environment. */
  run(profile: string, script: string): Promise<Said>;
}
