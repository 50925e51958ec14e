import { Fifo } from "./fifo.ts";

/** A queue between tasks that makes whoever puts wait while it is full. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items = new Fifo<T>();
  readonly #putters = new Fifo<() => void>();
  readonly #takers = new Fifo<() => void>();
  #closed = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds an item, after a wait while the queue is full; a closed queue drops it. Undefined for no wait. */
  put(item: T): Promise<void> | undefined {
    if (this.#isFull) return this.#putLater(item);
    this.offer(item);
    return undefined;
  }

  /** Adds an item if there is room at once, and drops it otherwise. */
  offer(item: T): void {
    if (this.#closed || this.#isFull) return;
    this.#items.push(item);
    this.#takers.shift()?.();
  }

  /** The next item where it is there at once. */
  takeNow(): T | undefined {
    const item = this.#items.shift();
    // Whoever puts can then put many without another wait.
    if (this.#items.length * 2 <= this.#capacity) this.#putters.shift()?.();
    return item;
  }

  /** The next item, or undefined when the queue is closed and empty. */
  async take(): Promise<T | undefined> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#takers.push(resolve);
      });
    }
    return this.takeNow();
  }

  /** Lets those who wait go; what is inside can still be taken, unless `discard` is asked for. */
  close({ discard }: { readonly discard: boolean } = { discard: false }): void {
    this.#closed = true;
    if (discard) this.#items.clear();
    for (const waiting of [this.#putters, this.#takers]) {
      for (let wake = waiting.shift(); wake; wake = waiting.shift()) wake();
    }
  }

  get #isFull(): boolean {
    return this.#items.length >= this.#capacity && !this.#closed;
  }

  async #putLater(item: T): Promise<void> {
    while (this.#isFull) {
      await new Promise<void>((resolve) => {
        this.#putters.push(resolve);
      });
    }
    this.offer(item);
  }
}
