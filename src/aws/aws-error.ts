/** What AWS says when it refuses a request. `operation` is the API name, e.g. `ListObjectsV2`. */
export interface AwsErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly operation: string;
  readonly requestId?: string;
  /** Bucket region as S3 reports it in `x-amz-bucket-region`, also on 301 and 403. */
  readonly region?: string;
  /** The header of the condition that did not hold, as S3 names it, e.g. `If-None-Match`. */
  readonly condition?: string;
  /** How long AWS asks to be left alone, by `Retry-After`. */
  readonly retryAfterMs?: number;
  /** What AWS's clock says, by `Date`: milliseconds since 1970. */
  readonly serverTimeMs?: number;
}

/** A refusal by AWS, told apart by `code`; its message is the AWS CLI's wording. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly detail: AwsErrorDetail;

  constructor(detail: AwsErrorDetail) {
    super(
      `An error occurred (${detail.code}) when calling the ${detail.operation} operation: ${detail.message}`,
    );
    this.detail = detail;
  }

  get code(): string {
    return this.detail.code;
  }
}
