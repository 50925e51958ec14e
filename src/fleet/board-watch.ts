import type { FleetBoard } from "./fleet-board.ts";

const LOOK_MS = 500;
/** After so many looks without an answer a person is told: 5 seconds. */
const AWAY_LOOKS = 10;
/** So many a process that is to stop waits for a board that is silent: 3 seconds. */
const STOP_LOOKS = 6;

/** What there is to say of a board: it is silent, or it was when this process was to stop. */
export type Silence = "away" | "lost";

/**
 * Asks a board again and again whether it is there, until it is closed. Its silence is counted in looks, for a process
 * that is suspended or busy makes none: what it has missed meanwhile is no silence of the board.
 */
export class BoardWatch {
  readonly #board: Pick<FleetBoard, "answer">;
  readonly #signal: AbortSignal;
  readonly #look: NodeJS.Timeout;
  /** Looks since it was asked. */
  #silent = 0;
  /** Looks since this process is to stop. */
  #stopping = 0;
  #isAsked = false;
  #isTold = false;
  #tell: ((silence: Silence) => void) | undefined;

  constructor(board: Pick<FleetBoard, "answer">, signal: AbortSignal) {
    this.#board = board;
    this.#signal = signal;
    this.#look = setInterval(() => {
      if (this.#isAsked) this.#silent++;
      else this.#ask();
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
    this.#isAsked = true;
    const answered = (): void => {
      [this.#isAsked, this.#isTold, this.#silent] = [false, false, 0];
    };
    // One that refuses is there.
    this.#board.answer().then(answered, answered);
  }

  #say(): void {
    if (this.#signal.aborted) {
      if (Math.min(this.#silent, this.#stopping++) >= STOP_LOOKS) this.#tell?.("lost");
    } else if (!this.#isTold && this.#silent >= AWAY_LOOKS) {
      this.#isTold = true;
      this.#tell?.("away");
    }
  }
}
