import { NO_COUNTS, type SyncCounts, type SyncEvent } from "../sync/index.ts";
import { BoardWatch } from "./board-watch.ts";
import { coordinate } from "./coordinate.ts";
import type { Coordination } from "./coordination.ts";
import { doneAfterStop } from "./end-run.ts";
import { silent } from "./silent.ts";

/** Leads as `coordinate` does, says when the board is silent, and does not wait for it when it is to stop. */
export async function* leadWatched(
  coordination: Coordination,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, signal } = coordination;
  const left = new AbortController();
  const watch = new BoardWatch(board, AbortSignal.any([signal, left.signal]));
  let counts: SyncCounts = NO_COUNTS;
  const counted = (all: SyncCounts): void => {
    counts = all;
  };
  const events = coordinate({ ...coordination, counted });
  let id: string | undefined;
  let before: SyncCounts | undefined;
  let isLost = false;
  try {
    for (let next = events.next(); ;) {
      const first = await watch.during(next);
      if (first === "away") yield { type: "boardSilent", error: silent(first) };
      else if (first === "lost") {
        isLost = true;
        if (id === undefined) throw silent(first);
        yield { type: "cancelled" };
        yield { type: "resumable", run: id, uploads: 0, isBoardSilent: true };
        yield doneAfterStop(coordination, counts, before);
        return;
      } else if (first.done === true) return;
      else {
        if (first.value.type === "started") id = first.value.run;
        if (first.value.type === "resumed") counts = before = first.value.before;
        yield first.value;
        next = events.next();
      }
    }
  } finally {
    left.abort();
    try {
      // Who stops to read leaves the job to others; a board that is lost cannot be told.
      if (!isLost) await watch.during(events.return());
    } finally {
      watch.close();
    }
  }
}
