import { rootedFilters } from "../listing/filter.ts";
import type { SyncOptions } from "../options.ts";
import { createWorkbench } from "../run/workbench.ts";
import { type Ends, openSides } from "./open-sides.ts";
import type { Sides } from "./sides.ts";

/** Opens both ends to be listed as they are now, by whoever does not run the sync itself. */
export function reopenSides(
  ends: Ends,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<Pick<Sides, "source">> {
  const filters = rootedFilters(options.filters, [ends.source, ends.destination]);
  return openSides(ends, createWorkbench({ ...options, filters }, signal));
}
