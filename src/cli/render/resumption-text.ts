import {
  readableSize,
  type RunJournal,
  shellWord,
  type SyncCounts,
  type SyncEvent,
} from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";

/** What a person is told of a run that goes on, or that another one can; undefined for any other event. */
export function resumptionText(
  event: SyncEvent,
  { args, words: { sync } }: Invocation,
  journal: RunJournal | undefined,
): string | undefined {
  if (!isTold(event) || hasFlag(args, "quiet") || hasFlag(args, "json")) return undefined;
  const showsResults = !hasFlag(args, "only-show-errors");
  switch (event.type) {
    case "resumed": {
      const { damagedLine } = event;
      const damage = damagedLine === undefined ? "" : `${sync.damagedJournal(damagedLine)}\n`;
      const transferred = countOf(event.before);
      const goesOn = sync.resumed({ ...event, ...transferred });
      return showsResults ? `${damage}${goesOn}\n` : damage;
    }
    case "resumable":
      return `${sync.resumable({ command: commandOf(event.run, journal), uploads: event.uploads })}\n`;
    case "notResumable":
      return `${sync.notResumable(event.error.message)}\n`;
    case "done": {
      if (event.before === undefined || !showsResults) return undefined;
      const [before, now] = [countOf(event.before), countOf(event.counts)];
      return `${sync.inAll({ before, now, all: countOf(sumOf(event.before, event.counts)) })}\n`;
    }
  }
}

type Told = Extract<
  SyncEvent,
  { readonly type: "resumed" | "resumable" | "notResumable" | "done" }
>;

const TOLD: ReadonlySet<SyncEvent["type"]> = new Set<Told["type"]>([
  "resumed",
  "resumable",
  "notResumable",
  "done",
]);

function isTold(event: SyncEvent): event is Told {
  return TOLD.has(event.type);
}

function commandOf(run: string, journal: RunJournal | undefined): string {
  const place = journal?.place;
  const where = place?.isGiven === true ? ["--journal", place.directory] : [];
  return ["sluice", "sync", "--resume", run, ...where].map(shellWord).join(" ");
}

interface Work {
  readonly transferred: number;
  readonly size: string;
  readonly deleted: number;
}

function countOf({ transferred, transferredBytes, deleted }: SyncCounts): Work {
  return { transferred, size: readableSize(transferredBytes), deleted };
}

function sumOf(a: SyncCounts, b: SyncCounts): SyncCounts {
  return {
    ...b,
    transferred: a.transferred + b.transferred,
    transferredBytes: a.transferredBytes + b.transferredBytes,
    deleted: a.deleted + b.deleted,
  };
}
