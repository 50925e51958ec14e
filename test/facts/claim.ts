/** A policy written out as an object; what it means is for the policy module to say. */
type WrittenPolicy = Readonly<Record<string, unknown>>;

/** How a request is decided; `message` is AWS's text, whole. */
export type Verdict =
  | { readonly outcome: "allowed" }
  | {
      readonly outcome: "explicitDeny" | "implicitDeny";
      readonly message?: string;
      readonly masked?: readonly string[];
    };

/** What an answer says: `status` and `code` are exact, `message` is contained in it. */
export interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}

/** May this principal do this? The evaluator decides it; the lab is sent the request that takes it. */
interface AskClaim {
  readonly claim: "ask";
  readonly as: string;
  readonly action: string;
  readonly resource: string;
  readonly want: Verdict;
}

/** May this principal do this, by the evaluator alone? The lab is not asked. */
interface DecideClaim {
  readonly claim: "decide";
  readonly as: string;
  readonly action: string;
  readonly resource: string;
  readonly want: Verdict;
}

/** One CopyObject, which takes two permissions. */
interface CopyClaim {
  readonly claim: "copy";
  readonly as: string;
  readonly from: string;
  readonly to: string;
  readonly want: Verdict;
}

/** A bucket policy is put; if S3 takes it, the later claims of the row are made under it. */
interface PutClaim {
  readonly claim: "put";
  readonly as: string;
  readonly bucket: string;
  readonly policy: WrittenPolicy;
  readonly want: Answer;
}

/** Who a profile is, by STS and, for roles, by IAM. */
interface CallerClaim {
  readonly claim: "caller";
  readonly as: string;
  readonly want: { readonly arn: string; readonly roleArn?: string };
}

/** Any other signed request, e.g. `GET /bucket?encryption`. */
interface RequestClaim {
  readonly claim: "request";
  readonly as: string;
  readonly request: string;
  readonly service?: "s3" | "sts" | "iam" | "kms";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly want: Answer;
}

/** Shell commands with the real AWS CLI, run in an empty directory. */
interface CliClaim {
  readonly claim: "cli";
  readonly as: string;
  readonly run: string;
  readonly want: {
    /** More than one where versions 1 and 2 differ. */
    readonly exit: number | readonly number[];
    /** Each is contained; an empty list says that nothing is printed. */
    readonly stdout?: readonly string[];
    readonly stderr?: readonly string[];
    /** Objects afterwards by URI; null says that there is none. */
    readonly stored?: Readonly<Record<string, string | null>>;
    /** Every file in the directory afterwards. */
    readonly local?: Readonly<Record<string, string>>;
  };
}

/** What `readDenials` makes of a text: these fields (null: not there), or, for null, no denial. */
interface DenialClaim {
  readonly claim: "denial";
  readonly text: string;
  readonly want: Readonly<Record<string, unknown>> | null;
}

/** What permissions a sync takes, as `side action resource`, by occasion. */
interface NeedsClaim {
  readonly claim: "needs";
  readonly from: string;
  readonly to: string;
  readonly delete?: boolean;
  readonly acl?: string;
  readonly want: {
    readonly always: readonly string[];
    readonly ifTagged: readonly string[];
    readonly onFailure: readonly string[];
  };
}

/** The resource types of an IAM action, or null for a name that is none. */
interface ActionClaim {
  readonly claim: "action";
  readonly action: string;
  readonly want: readonly string[] | null;
}

/** What one document says by itself about one request. */
interface DocumentClaim {
  readonly claim: "document";
  readonly kind: "identity" | "resource";
  readonly policy: WrittenPolicy;
  readonly as: string;
  readonly action: string;
  readonly resource: string;
  readonly want: {
    readonly allows: "yes" | "no" | "unknown";
    readonly denies: "yes" | "no" | "unknown";
    readonly matchClass?: "direct" | "role" | "account" | "none";
  };
}

/** A world that cannot be is refused at this path. */
interface WorldRefusedClaim {
  readonly claim: "worldRefused";
  readonly patch: Readonly<Record<string, unknown>>;
  readonly want: { readonly path: string; readonly message: string };
}

/** One thing that a row says, and how it can turn out false. */
export type Claim =
  | AskClaim
  | DecideClaim
  | CopyClaim
  | PutClaim
  | CallerClaim
  | RequestClaim
  | CliClaim
  | DenialClaim
  | NeedsClaim
  | ActionClaim
  | DocumentClaim
  | WorldRefusedClaim;

export type ClaimOf<K extends Claim["claim"]> = Extract<Claim, { readonly claim: K }>;

/** The claims of some kinds, in their order. */
export function claimsOf<K extends Claim["claim"]>(
  row: { readonly claims: readonly Claim[] },
  kinds: readonly K[],
): readonly ClaimOf<K>[] {
  return row.claims.filter((c): c is ClaimOf<K> => (kinds as readonly string[]).includes(c.claim));
}
