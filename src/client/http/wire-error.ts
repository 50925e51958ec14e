/** What can go wrong between here and AWS without AWS having refused anything. */
export type WireErrorCode =
  | "CannotConnect"
  | "ConnectionClosed"
  | "Timeout"
  | "ChecksumMismatch"
  | "MalformedAnswer"
  | "UnreadableAnswer";

/** A request that got no usable answer; the message is the AWS CLI's wording where it has one. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
