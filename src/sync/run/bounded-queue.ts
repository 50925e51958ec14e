/** A queue between tasks that makes whoever puts wait while it is full. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  readonly #putters: (() => void)[] = [];
  readonly #takers: (() => void)[] = [];
  #closed = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds an item, after a wait while the queue is full; a closed queue drops it. */
  async put(item: T): Promise<void> {
    while (this.#items.length >= this.#capacity && !this.#closed) {
      await new Promise<void>((resolve) => this.#putters.push(resolve));
    }
    this.offer(item);
  }

  /** Adds an item if there is room at once, and drops it otherwise. */
  offer(item: T): void {
    if (this.#closed || this.#items.length >= this.#capacity) return;
    this.#items.push(item);
    this.#takers.shift()?.();
  }

  /** The next item, or undefined when the queue is closed and empty. */
  async take(): Promise<T | undefined> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => this.#takers.push(resolve));
    }
    const item = this.#items.shift();
    this.#putters.shift()?.();
    return item;
  }

  /** Lets those who wait go; what is inside can still be taken, unless `discard` is asked for. */
  close({ discard }: { readonly discard: boolean } = { discard: false }): void {
    this.#closed = true;
    if (discard) this.#items.length = 0;
    for (const wake of [...this.#putters.splice(0), ...this.#takers.splice(0)]) wake();
  }
}
