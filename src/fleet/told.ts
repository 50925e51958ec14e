import type { RangeEnd, SyncEvent } from "../sync/index.ts";
import { NO_PROGRESS, type RangeProgress } from "./range-progress.ts";
import type { RangeResult } from "./range-result.ts";
import { eventToWire, type FleetEnds, type WireEvent } from "./wire-event.ts";

/** What a range tells on its way, kept for whoever leads. */
export class Told {
  progress: RangeProgress = NO_PROGRESS;
  readonly #ends: FleetEnds;
  readonly #events: WireEvent[] = [];
  #done: Extract<SyncEvent, { readonly type: "done" }> | undefined;

  constructor(ends: FleetEnds) {
    this.#ends = ends;
  }

  /** Throws what ended it. */
  add(event: SyncEvent): void {
    if (event.type === "fatal") throw event.error;
    if (event.type === "done") this.#done = event;
    else if (event.type === "progress") this.#advance(event);
    else if (isTold(event)) this.#events.push(eventToWire(event, this.#ends));
  }

  result(end: RangeEnd): RangeResult {
    if (this.#done === undefined) throw new Error("a range ended without a word");
    return { kind: "done", events: this.#events, counts: this.#done.counts, ...end };
  }

  #advance({ objects, bytes, totalObjects, totalBytes }: RangeProgress): void {
    this.progress = { objects, bytes, totalObjects, totalBytes };
  }
}

/** Whether others are to hear of it: what is said of the whole is not said of each range. */
function isTold({ type }: SyncEvent): boolean {
  return type !== "started" && type !== "cancelled";
}
