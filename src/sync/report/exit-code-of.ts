import type { SyncExitCode } from "./events.ts";
import type { SyncCounts } from "./sync-counts.ts";

/** How a run that came to its end exits. */
export function exitCodeOf({
  failed,
  warnings,
}: Pick<SyncCounts, "failed" | "warnings">): SyncExitCode {
  if (failed > 0) return 1;
  return warnings > 0 ? 2 : 0;
}
