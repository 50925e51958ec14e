interface Waiter {
  readonly need: number;
  readonly admit: () => void;
}

/** A fixed number of permits, given out in the order in which they were asked for. */
export class Permits {
  readonly #total: number;
  readonly #waiting: Waiter[] = [];
  #free: number;

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  /** Runs the work while it holds `need` permits; more than there are means all of them. */
  async use<T>(need: number, work: () => Promise<T>): Promise<T> {
    const held = Math.min(need, this.#total);
    const turn = this.#acquire(held);
    if (turn !== undefined) await turn;
    try {
      return await work();
    } finally {
      this.#release(held);
    }
  }

  /** The wait for its turn, where there is one. */
  #acquire(need: number): Promise<void> | undefined {
    if (this.#waiting.length === 0 && need <= this.#free) {
      this.#free -= need;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push({ need, admit: resolve }));
  }

  #release(held: number): void {
    this.#free += held;
    for (let next = this.#waiting[0]; next && next.need <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.need;
      next.admit();
    }
  }
}
