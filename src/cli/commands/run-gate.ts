import type { Permission } from "../../app/index.ts";

/** Holds back a run that is paused, and stops one that is to finish once nothing of it is under way. */
export class RunGate {
  readonly #stop = new AbortController();
  #underWay = 0;
  #isFinishing = false;
  #pause: { readonly over: Promise<void>; readonly end: () => void } | undefined;

  constructor(interrupted: AbortSignal) {
    // Who waited finds the run stopped.
    interrupted.addEventListener("abort", () => {
      this.#goOn();
    });
  }

  /** Aborted when what was under way has come to its end. */
  get finished(): AbortSignal {
    return this.#stop.signal;
  }

  get isPaused(): boolean {
    return this.#pause !== undefined;
  }

  /** What every change of the run waits for. */
  readonly permitted: Permission = async () => {
    while (this.#pause !== undefined) await this.#pause.over;
    this.#underWay++;
    return () => {
      this.#underWay--;
      this.#stopWhenDone();
    };
  };

  /** Begins no more changes, or again does. */
  togglePause(): void {
    if (this.#isFinishing) return;
    if (this.#pause === undefined) this.#hold();
    else this.#goOn();
  }

  /** Begins no more changes, and stops when those that are under way are made. */
  finish(): void {
    this.#isFinishing = true;
    if (this.#pause === undefined) this.#hold();
    this.#stopWhenDone();
  }

  #hold(): void {
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#pause = { over, end };
  }

  #goOn(): void {
    this.#pause?.end();
    this.#pause = undefined;
  }

  #stopWhenDone(): void {
    if (!this.#isFinishing || this.#underWay > 0) return;
    this.#stop.abort();
    this.#goOn();
  }
}
