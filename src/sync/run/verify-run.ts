import type { Change, Skip } from "../compare/change.ts";
import type { Ledger } from "./ledger.ts";
import type { SyncOptions } from "../options.ts";
import { planPages } from "../plan/plan-pages.ts";
import type { Sides } from "../sides/sides.ts";

/** A run that is done, to be looked at once more. */
export interface DoneRun {
  readonly options: SyncOptions;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  /** Opens both sides anew, so that what is seen is what is there now. */
  readonly reopen: () => Promise<Sides>;
}

/** How a run is looked at afterwards: by what things hold, to the last byte where no sum tells. */
export function verificationOf(options: SyncOptions): SyncOptions {
  return {
    ...options,
    checksum: true,
    compareMetadata: false,
    readsToCompare: true,
    update: false,
    noOverwrite: false,
  };
}

/** Lists both sides again and tells of every key that is not what the run should have made it. */
export async function verifyRun({ options, ledger, signal, reopen }: DoneRun): Promise<void> {
  const sides = await reopen();
  for await (const { planned } of planPages(sides, verificationOf(options))) {
    signal.throwIfAborted();
    for (const change of planned) {
      if (!isSkip(change)) await ledger.mismatched(change);
    }
  }
}

/** The run itself has warned of those. */
function isSkip(change: Change | Skip): change is Skip {
  return change.kind === "skip";
}
