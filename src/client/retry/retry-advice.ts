import { AwsError } from "../../aws/index.ts";
import { WireError, type WireErrorCode } from "../http/wire-error.ts";

/** What to do about a failed attempt: `slow down` waits longer than `again`. */
export type RetryAdvice = "give up" | "again" | "slow down";

/** Codes that AWS documents as worth another attempt (S3 API Reference, Error responses). */
const byCode: Readonly<Record<string, RetryAdvice>> = {
  InternalError: "again",
  InternalFailure: "again",
  RequestTimeout: "again",
  RequestTimeoutException: "again",
  // What was sent is whole here, and was not when it arrived.
  BadDigest: "again",
  XAmzContentSHA256Mismatch: "again",
  IncompleteBody: "again",
  // Another conditional write of the key was in progress.
  ConditionalRequestConflict: "again",
  OperationAborted: "again",
  SlowDown: "slow down",
  ServiceUnavailable: "slow down",
  BandwidthLimitExceeded: "slow down",
  RequestLimitExceeded: "slow down",
  RequestThrottled: "slow down",
  Throttling: "slow down",
  ThrottlingException: "slow down",
  TooManyRequestsException: "slow down",
};

/** For answers without a code, as to HEAD, or with one that this table does not know. */
const byStatus: Readonly<Record<number, RetryAdvice>> = {
  408: "again",
  429: "slow down",
  500: "again",
  502: "again",
  503: "slow down",
  504: "again",
};

const byWireError: Readonly<Record<WireErrorCode, RetryAdvice>> = {
  CannotConnect: "again",
  ConnectionClosed: "again",
  Timeout: "again",
  ChecksumMismatch: "again",
  MalformedAnswer: "again",
  UnreadableAnswer: "give up",
};

/** Looks a failure up in the table; a fault of our own is never tried again. */
export function adviseRetry(error: unknown): RetryAdvice {
  if (error instanceof AwsError) {
    return byCode[error.code] ?? byStatus[error.detail.status] ?? "give up";
  }
  return error instanceof WireError ? byWireError[error.code] : "give up";
}
