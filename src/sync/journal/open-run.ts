import type { Place } from "../sides/place.ts";
import type { Sides } from "../sides/sides.ts";
import type { SyncCounts } from "../report/sync-counts.ts";
import type { Workbench } from "../run/workbench.ts";
import type { Position } from "./journal-state.ts";
import type { RunJournal } from "./run-journal.ts";

/** What a run that is resumed looks at again, key by key, before it goes on listing. */
export interface Again {
  readonly sides: Sides;
  readonly through: string;
}

/** How to open the ends of a run, with its journal. */
export interface Opening {
  readonly destination: Place;
  readonly journal: RunJournal | undefined;
  readonly open: (rest: Pick<Workbench, "journal" | "scope">) => Promise<Sides>;
}

/** Opened ends; `again` where the run does not begin at the beginning. */
export interface OpenedRun {
  readonly opened: Sides;
  readonly again: Again | undefined;
  /** What the processes before this one did. */
  readonly before: SyncCounts | undefined;
}

/** Opens the ends of a run from where its journal says, which is their beginning for a new one. */
export async function openRun({ destination, journal, open }: Opening): Promise<OpenedRun> {
  const position = journal && positionOf(journal, destination);
  const before = journal?.resumption?.counts;
  if (position === undefined) {
    const opened = await open({ journal });
    // Everything will be listed, and counted, once more.
    return { opened, again: undefined, before: before && { ...before, ...NOTHING_LISTED } };
  }
  const { through, again: keys } = position;
  const opened = await open({ journal, scope: { kind: "span", after: through } });
  const sides = await open({ journal, scope: { kind: "only", keys } });
  return { opened, again: { sides, through }, before };
}

const NOTHING_LISTED = { sourceEntries: 0, destinationEntries: 0 };

/** Files that were not flushed may be gone, or torn, after the machine was started anew. */
function positionOf({ resumption }: RunJournal, destination: Place): Position | undefined {
  const isLost = resumption?.hasRestarted === true && destination.kind === "local";
  return isLost ? undefined : resumption?.position;
}
