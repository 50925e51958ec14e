import type { ObstacleReason } from "../listing/sighting.ts";

/** Why a file or object was left alone, or what else a person should know; stable, for `--json`. */
export type WarningCode =
  | Exclude<ObstacleReason, "not-followed" | "other-end" | "echo">
  | "glacier"
  | "parent-directory"
  | "absolute-key"
  | "empty-segment"
  | "dot-segment"
  | "nul-byte"
  | "temporary-name"
  | "replaced"
  | "through-link"
  | "timestamp-not-set"
  | "orphaned-upload"
  | "unknown-upload"
  | "tags-not-read"
  | "tags-not-written"
  | "written-meanwhile"
  | "not-comparable"
  | "case-conflict"
  | "case-conflict-written";

/** Thrown where one file is to be skipped with a warning, not counted as a failure. */
export class SkippedFile extends Error {
  override readonly name = "SkippedFile";
  readonly warning: WarningCode;

  constructor(warning: WarningCode) {
    super(`skipped: ${warning}`);
    this.warning = warning;
  }
}
