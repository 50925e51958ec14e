import { AwsError } from "../../aws/index.ts";

/** What S3 says when `--no-overwrite` meets an object that was not there when it was listed. */
export function isTaken(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    error.code === "PreconditionFailed" &&
    error.detail.condition === "If-None-Match"
  );
}
