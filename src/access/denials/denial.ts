import type { Layer } from "../../policy/index.ts";
import type { DecodedMessage } from "./decoded-message.ts";

/** The policy layers and settings that AWS's texts name, and those that it keeps to itself. */
export type DenialLayer = Layer | "blockPublicPolicy" | "blockPublicAcls" | "objectLock";

/** One refusal by AWS, read from a text: as often as it occurs there, with some of its keys. */
export interface Denial {
  /** AWS's error code; `403` where only the status is shown, as for HEAD requests. */
  readonly code: string;
  /** The API operation, e.g. `CopyObject`; not an IAM action. */
  readonly operation?: string;
  /** As the text has it; of a role it is the session's ARN. */
  readonly principal?: string;
  /** The IAM action, e.g. `s3:PutObject`. */
  readonly action?: string;
  readonly resource?: string;
  /** The bucket that was refused, as far as the text tells. */
  readonly bucket?: string;
  /** The buckets of a transfer. */
  readonly sourceBucket?: string;
  readonly destinationBucket?: string;
  readonly layer?: DenialLayer;
  readonly effect?: "explicit" | "implicit";
  readonly policyArn?: string;
  /** By which IAM tells who may ask all that the decision rests on. */
  readonly authorizationId?: string;
  /** What `sts:DecodeAuthorizationMessage` decodes. */
  readonly encodedMessage?: string;
  /** What that was decoded to. */
  readonly decoded?: DecodedMessage;
  /** AWS's text, white space made single; what was in it besides is cut after 1,000 characters. */
  readonly message: string;
  readonly count: number;
  /** At most five keys that it hit. */
  readonly sampleKeys: readonly string[];
}
