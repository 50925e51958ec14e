import { performance } from "node:perf_hooks";
import type { FleetBoard } from "./fleet-board.ts";

const LOOK_MS = 500;
/** After so long of silence a person is told. */
const AWAY_MS = 5_000;
/** So long a board that is silent is waited for by a process that is to stop. */
const STOP_MS = 3_000;

/** What there is to say of a board: it is silent, or it was when this process was to stop. */
export type Silence = "away" | "lost";

/** Asks a board again and again whether it is there, until it is closed. */
export class BoardWatch {
  readonly #board: Pick<FleetBoard, "answer">;
  readonly #signal: AbortSignal;
  readonly #look: NodeJS.Timeout;
  #heardMs = performance.now();
  #stoppedMs: number | undefined;
  #isAsked = false;
  #isTold = false;
  #tell: ((silence: Silence) => void) | undefined;

  constructor(board: Pick<FleetBoard, "answer">, signal: AbortSignal) {
    this.#board = board;
    this.#signal = signal;
    this.#look = setInterval(() => {
      this.#ask();
      this.#say();
    }, LOOK_MS);
  }

  /** What comes first: an end of what waits for the board, or a silence of the board. */
  during<T>(waiting: Promise<T>): Promise<T | Silence> {
    return new Promise((resolve, reject) => {
      this.#tell = resolve;
      waiting.then(resolve, reject);
    });
  }

  close(): void {
    clearInterval(this.#look);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    const answered = (): void => {
      [this.#isAsked, this.#isTold] = [false, false];
      this.#heardMs = performance.now();
    };
    // One that refuses is there.
    this.#board.answer().then(answered, answered);
  }

  #say(): void {
    const nowMs = performance.now();
    if (this.#signal.aborted) {
      this.#stoppedMs ??= nowMs;
      if (nowMs - Math.max(this.#heardMs, this.#stoppedMs) > STOP_MS) this.#tell?.("lost");
    } else if (!this.#isTold && nowMs - this.#heardMs > AWAY_MS) {
      this.#isTold = true;
      this.#tell?.("away");
    }
  }
}
