import { isTemporaryName } from "../transfer/temporary-file.ts";
import type { WarningCode } from "../report/warning.ts";

/**
 * Why a key from a bucket cannot be a file under a directory, if it cannot. Keys are hostile: the
 * AWS CLI before 1.45.18 wrote outside the target for `/../x`, and it maps `a//b`, `./a/b` and `a/b` to
 * one file.
 */
export function whyNotAPath(key: string): WarningCode | undefined {
  if (key.includes("\0")) return "nul-byte";
  const segments = key.split("/");
  if (segments.includes("..")) return "parent-directory";
  if (key.startsWith("/")) return "absolute-key";
  if (segments.includes("")) return "empty-segment";
  if (segments.includes(".")) return "dot-segment";
  // No listing shows a file of such a name, so it would be downloaded for ever.
  return segments.some(isTemporaryName) ? "temporary-name" : undefined;
}
