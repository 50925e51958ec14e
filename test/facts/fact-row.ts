import * as v from "valibot";
import { loadCorpus } from "../support/corpus.ts";

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
/** A policy is written out as an object; what it means is for the policy module to say. */
const policy = v.record(v.string(), v.unknown());
const byBucketOrName = v.record(v.string(), policy);

const given = v.strictObject({
  world: v.picklist(["two-accounts", "users", "one-account"]),
  /** A JSON merge patch (RFC 7396) on the world file's value. */
  patch: v.optional(v.record(v.string(), v.unknown())),
  bucketPolicies: v.optional(byBucketOrName),
  /** By profile, then by the name of the inline policy. */
  identityPolicies: v.optional(v.record(v.string(), byBucketOrName)),
  /** Objects put before anything is asked, each by the profile `as`. */
  objects: v.optional(v.array(v.strictObject({ as: text, uri: text, body: v.string() }))),
});

const verdict = v.variant("outcome", [
  v.strictObject({ outcome: v.literal("allowed") }),
  v.strictObject({
    outcome: v.picklist(["explicitDeny", "implicitDeny"]),
    /** AWS's text, whole. */
    message: v.optional(text),
    masked: v.optional(texts),
  }),
]);

/** What an answer says: `message` is contained in it, `code` and `status` are exact. */
const answer = v.strictObject({
  status: v.number(),
  code: v.optional(text),
  message: v.optional(text),
});

const tri = v.picklist(["yes", "no", "unknown"]);

const claims = {
  /** May this principal do this? The evaluator decides it; the lab is sent the request that needs it. */
  ask: v.strictObject({
    claim: v.literal("ask"),
    as: text,
    action: text,
    resource: text,
    want: verdict,
  }),
  /** One CopyObject, which takes two permissions. */
  copy: v.strictObject({
    claim: v.literal("copy"),
    as: text,
    from: text,
    to: text,
    want: verdict,
  }),
  /** A bucket policy is put; later claims of the row are made under it if S3 takes it. */
  put: v.strictObject({
    claim: v.literal("put"),
    as: text,
    bucket: text,
    policy,
    want: answer,
  }),
  /** Who a profile is, by STS and, for roles, by IAM. */
  caller: v.strictObject({
    claim: v.literal("caller"),
    as: text,
    want: v.strictObject({ arn: text, roleArn: v.optional(text) }),
  }),
  /** Any other signed request, e.g. `GET /bucket?encryption`. */
  request: v.strictObject({
    claim: v.literal("request"),
    as: text,
    request: v.pipe(v.string(), v.regex(/^[A-Z]+ \/\S*$/)),
    service: v.optional(v.picklist(["s3", "sts", "iam", "kms"])),
    headers: v.optional(v.record(v.string(), text)),
    body: v.optional(text),
    want: answer,
  }),
  /** Shell commands with the real AWS CLI, run in an empty directory. */
  cli: v.strictObject({
    claim: v.literal("cli"),
    as: text,
    run: text,
    want: v.strictObject({
      /** More than one where versions 1 and 2 differ. */
      exit: v.union([v.number(), v.array(v.number())]),
      /** Each is contained; an empty list says that nothing is printed. */
      stdout: v.optional(texts),
      stderr: v.optional(texts),
      /** Objects afterwards by URI; null says that there is none. */
      stored: v.optional(v.record(v.string(), v.nullable(v.string()))),
      /** Every file in the directory afterwards. */
      local: v.optional(v.record(v.string(), v.string())),
    }),
  }),
  /** What `readDenials` makes of a text: these fields, or, for null, no denial. */
  denial: v.strictObject({
    claim: v.literal("denial"),
    text,
    want: v.nullable(v.record(v.string(), v.unknown())),
  }),
  /** What permissions a sync takes, as `side action resource`, by occasion. */
  needs: v.strictObject({
    claim: v.literal("needs"),
    from: text,
    to: text,
    delete: v.optional(v.boolean()),
    acl: v.optional(text),
    want: v.strictObject({ always: texts, ifTagged: texts, onFailure: texts }),
  }),
  /** The resource types of an IAM action, or null for a name that is none. */
  action: v.strictObject({
    claim: v.literal("action"),
    action: text,
    want: v.nullable(texts),
  }),
  /** What one document says by itself about one request. */
  document: v.strictObject({
    claim: v.literal("document"),
    kind: v.picklist(["identity", "resource"]),
    policy,
    as: text,
    action: text,
    resource: text,
    want: v.strictObject({
      allows: tri,
      denies: tri,
      matchClass: v.optional(v.picklist(["direct", "role", "account", "none"])),
    }),
  }),
  /** A world that cannot be is refused at this path. */
  worldRefused: v.strictObject({
    claim: v.literal("worldRefused"),
    patch: v.record(v.string(), v.unknown()),
    want: v.strictObject({ path: text, message: text }),
  }),
} as const;

const claim = v.variant("claim", [
  claims.ask,
  claims.copy,
  claims.put,
  claims.caller,
  claims.request,
  claims.cli,
  claims.denial,
  claims.needs,
  claims.action,
  claims.document,
  claims.worldRefused,
]);

const layer = v.picklist(["kms", "vpcEndpoint", "scp", "ownership", "requestPayment", "session"]);

const factRow = v.strictObject({
  fact: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(42)),
  /** The rule in one sentence, with its nuance. */
  name: text,
  source: text,
  given,
  claims: v.pipe(v.array(claim), v.minLength(1)),
  /** The layer without which the fact cannot be told whole. */
  layer: v.optional(layer),
  /**
   * What will be claimed once the layer stands. Until then a world that states `field` is refused,
   * so that nothing pretends; when it no longer is, the claims move up.
   */
  awaiting: v.optional(
    v.strictObject({
      field: text,
      given,
      claims: v.pipe(v.array(claim), v.minLength(1)),
    }),
  ),
});

export type FactRow = v.InferOutput<typeof factRow>;
export type Given = v.InferOutput<typeof given>;
export type Claim = v.InferOutput<typeof claim>;
export type ClaimOf<K extends Claim["claim"]> = Extract<Claim, { readonly claim: K }>;
export type Verdict = v.InferOutput<typeof verdict>;

/** Every row of the corpus, with a name to run it under; a row that does not fit the format fails. */
export function loadFactRows(): readonly (readonly [name: string, row: FactRow])[] {
  return loadCorpus<unknown, unknown>("facts").map(([name, row]) => {
    const parsed = v.safeParse(factRow, row);
    if (!parsed.success) throw new Error(`${name}: ${v.summarize(parsed.issues)}`);
    return [`fact ${parsed.output.fact}: ${parsed.output.name}`, parsed.output] as const;
  });
}

/** The claims of a row of some kinds, in their order. */
export function claimsOf<K extends Claim["claim"]>(
  row: Pick<FactRow, "claims">,
  kinds: readonly K[],
): readonly ClaimOf<K>[] {
  return row.claims.filter((c): c is ClaimOf<K> => (kinds as readonly string[]).includes(c.claim));
}
