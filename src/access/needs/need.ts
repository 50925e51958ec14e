import type { S3Operation, Side } from "../../aws/index.ts";

/** When a permission is asked for: by every run, by the cleanup of a failed one, or only for large or tagged objects. */
export type NeedOccasion = "always" | "on-failure" | "if-large" | "if-tagged";

/** One permission that a run's calls take: what a policy must allow to the one who runs it. */
export interface Need {
  /** The IAM action, e.g. `s3:PutObject`; operations such as `CopyObject` are not actions. */
  readonly action: string;
  readonly bucket: string;
  /** The ARN of the bucket or object; with `anyKeyUnder`, what the ARNs of all objects start with. */
  readonly resource: string;
  readonly anyKeyUnder?: true;
  readonly side: Side;
  /** Condition keys that the calls set, names in lower case. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly because: readonly S3Operation[];
  /** Whether the run cannot do its work without it: also of large objects, until sizes show that there are none. */
  readonly essential: boolean;
  readonly occasion: NeedOccasion;
  /** Whether the requests carry the tags that an object has, so that a policy may let only some of them pass. */
  readonly mayCarryTags?: true;
  /** Of a KMS permission: the S3 need for whose objects S3 asks for it. */
  readonly via?: Need;
}

/** By which of two needs for the same permission a run is judged: the greater. */
export function weightOf({ essential, occasion }: Need): number {
  if (!essential) return 0;
  return occasion === "always" ? 2 : 1;
}
