import {
  defaultKeyPolicy,
  type KeyFacts,
  type KeyGrant,
  type KeyUse,
  type PolicyLayers,
  s3ManagedKeyPolicy,
} from "../../src/policy/index.ts";
import { eachOf, levelOf, type RowLevel } from "./row-levels.ts";
import { attached, type RowPolicy } from "./row-policy.ts";

/** What a row says of keys: of the one that is asked for, or of those that an S3 request needs. */
export interface RowKeys {
  readonly keyPolicy?: RowKeyPolicy;
  readonly grants?: readonly KeyGrant[] | "unreadable";
  readonly keyState?: KeyFacts["state"];
  readonly keys?: readonly RowKey[] | "unreadable";
}

/** `default` delegates to the account, `aws/s3` is the policy of the key that AWS manages. */
type RowKeyPolicy = RowPolicy | "default" | "aws/s3" | "unreadable";

interface RowKey extends Partial<Pick<KeyUse, "bucketKey" | "encryptionContext">> {
  readonly arn: string;
  readonly purpose: KeyUse["purpose"];
  readonly policy: RowKeyPolicy;
  readonly grants?: KeyFacts["grants"];
  readonly state?: KeyFacts["state"];
  readonly resourceControl?: readonly RowLevel[] | "unreadable";
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** The layers that only requests with keys have. */
export function keyLayersOf({ grants, keyState, keys }: RowKeys): Partial<PolicyLayers> {
  return {
    ...(grants && { grants }),
    ...(keyState && { keyState }),
    ...(keys && { keys: eachOf(keys, keyUseOf) }),
  };
}

function keyUseOf(row: RowKey): KeyUse {
  const { arn, purpose, bucketKey = false, encryptionContext, resourceControl } = row;
  const { state = "enabled", grants = [], context = {} } = row;
  const key: KeyFacts = {
    arn,
    state,
    policy: keyPolicyOf(row.policy, arn),
    grants,
    context: new Map(Object.entries(context)),
    ...(resourceControl !== undefined && {
      resourceControl: eachOf(resourceControl, (level, i) => levelOf(level, i, "resource")),
    }),
  };
  return { key, purpose, bucketKey, ...(encryptionContext && { encryptionContext }) };
}

/** The policy of a key, by the key's ARN. */
export function keyPolicyOf(policy: RowKeyPolicy, arn: string): KeyFacts["policy"] {
  const [, , , region = "", account = ""] = arn.split(":");
  if (policy === "unreadable") return policy;
  if (policy === "default") return written(defaultKeyPolicy(account));
  if (policy === "aws/s3") return written(s3ManagedKeyPolicy(account, region));
  const isNone = "length" in policy && policy.length === 0;
  return isNone ? [] : [attached(policy, "resource")];
}

function written(text: string): KeyFacts["policy"] {
  return [attached({ document: JSON.parse(text) as object }, "resource")];
}
