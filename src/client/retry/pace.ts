import type { PaceClock } from "./pace-clock.ts";
import { RateLimit } from "./rate-limit.ts";
import { Width } from "./width.ts";

/** Something that waits for its turn. */
interface Waiting {
  /** Whether it is not wanted any more. */
  readonly isOver: boolean;
}

/** Lets requests to one host go as fast as it takes them: so many at once, and so many a second. */
export class Pace<T extends Waiting> {
  readonly #clock: PaceClock;
  readonly #width: Width;
  readonly #rate = new RateLimit();
  readonly #begin: (next: T) => void;
  readonly #urgent: T[] = [];
  readonly #waiting: T[] = [];
  #inFlight = 0;
  #accepted = 0;
  #isPumping = false;
  #isAsleep = false;

  constructor(most: number, clock: PaceClock, begin: (next: T) => void) {
    this.#clock = clock;
    this.#begin = begin;
    this.#width = new Width(most, clock);
  }

  /** How many requests the host has taken so far: one that is throttled meanwhile is not dead. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Begins one as soon as there is room; an urgent one before all that wait. */
  enter(one: T, isUrgent: boolean): void {
    (isUrgent ? this.#urgent : this.#waiting).push(one);
    this.#pump();
  }

  /** Ends one that has begun. */
  leave(verdict: "accepted" | "throttled" | "broken" | "none"): void {
    const nowMs = this.#clock.nowMs();
    const isFull = this.#inFlight >= this.#width.now;
    this.#inFlight--;
    switch (verdict) {
      case "accepted":
        this.#accepted++;
        this.#rate.accepted(nowMs);
        this.#width.accepted(isFull);
        break;
      case "throttled":
        this.#rate.throttled(nowMs);
        break;
      case "broken":
        this.#width.broken();
        break;
      case "none":
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#inFlight < this.#width.now && this.#dropOver() && this.#takePlace()) {
      if (this.#inFlight === 0) this.#width.begins();
      this.#inFlight++;
      const next = this.#urgent.shift() ?? this.#waiting.shift();
      if (next !== undefined) this.#begin(next);
    }
    this.#isPumping = false;
  }

  /** Whether anything waits that is still wanted. */
  #dropOver(): boolean {
    while (this.#urgent[0]?.isOver === true) this.#urgent.shift();
    if (this.#urgent.length > 0) return true;
    while (this.#waiting[0]?.isOver === true) this.#waiting.shift();
    return this.#waiting.length > 0;
  }

  #takePlace(): boolean {
    const waitMs = this.#rate.take(this.#clock.nowMs());
    if (waitMs === 0) return true;
    if (this.#isAsleep) return false;
    this.#isAsleep = true;
    this.#clock.wake(waitMs, () => {
      this.#isAsleep = false;
      this.#pump();
    });
    return false;
  }
}
