import { AwsError } from "../../aws/index.ts";
import { CaseConflict } from "../compare/guard-case.ts";

/** What AWS answers to keys whose time is over (Amazon S3 API Reference, List of error codes). */
const EXPIRED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
]);

/** What the official SDK throws where it finds no keys any more (`@smithy/property-provider`). */
const NO_KEYS: ReadonlySet<string> = new Set(["CredentialsProviderError", "TokenProviderError"]);

/** Whether an error will be everyone's: then a run stops, rather than fail for each key that is left. */
export function stopsRun(error: unknown): boolean {
  if (error instanceof CaseConflict) return true;
  if (error instanceof AwsError) return EXPIRED.has(error.code);
  return error instanceof Error && NO_KEYS.has(error.name);
}
