import { UsageError } from "../aws/index.ts";
import type { SyncEvent } from "../sync/index.ts";
import type { FleetBoard, FleetWorker } from "./fleet-board.ts";
import { errorFromWire } from "./wire-event.ts";

/** So many looks in a row at which each worker that is there has refused end a run: others may be about to come. */
const MOST_LOOKS = 3;

/** What workers say against a run, for whoever leads it. */
export class Refusals {
  readonly #board: Pick<FleetBoard, "refusals" | "refuse">;
  readonly #run: string;
  readonly #told = new Set<string>();
  #looks = 0;

  constructor(board: Pick<FleetBoard, "refusals" | "refuse">, run: string) {
    this.#board = board;
    this.#run = run;
  }

  /** Forgets what was said to whoever led before: something may have been mended. */
  async forget(): Promise<void> {
    const workers = await this.#board.refusals(this.#run);
    for (const worker of workers.keys()) await this.#board.refuse(this.#run, worker, undefined);
  }

  /** Tells each reason once. */
  async *look(alive: readonly FleetWorker[]): AsyncGenerator<SyncEvent, void, undefined> {
    const refusals = await this.#board.refusals(this.#run);
    for (const wire of refusals.values()) {
      if (this.#told.has(wire.message)) continue;
      this.#told.add(wire.message);
      yield { type: "workerRefused", error: errorFromWire(wire) };
    }
    const isRefused = alive.length > 0 && alive.every(({ id }) => refusals.has(id));
    this.#looks = isRefused ? this.#looks + 1 : 0;
  }

  /** Why there is nobody left to wait for, if that is so. */
  get end(): UsageError | undefined {
    if (this.#looks < MOST_LOOKS) return undefined;
    return new UsageError({
      en: "cannot go on: each worker that is there refuses this run; mend what they say, or start others, and go on with it",
      ja: "続けられません。起動しているワーカーがすべてこの実行を断っています。ワーカーが示す原因を直すか、別のワーカーを起動してから、続きを実行してください",
    });
  }
}
