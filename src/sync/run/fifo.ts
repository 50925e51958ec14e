/** What leaves in the order in which it came; an array would move all up whenever its first one goes. */
export class Fifo<T> {
  /** A ring, whose length is a power of two. */
  #places = new Array<T | undefined>(16).fill(undefined);
  #first = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if (this.#length === this.#places.length) this.#grow();
    this.#places[(this.#first + this.#length) & (this.#places.length - 1)] = item;
    this.#length++;
  }

  /** Takes the first out. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#places[this.#first];
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#places.length - 1);
    this.#length--;
    return item;
  }

  clear(): void {
    this.#places.fill(undefined);
    this.#length = 0;
  }

  #grow(): void {
    const { length } = this.#places;
    const inOrder = [...this.#places.slice(this.#first), ...this.#places.slice(0, this.#first)];
    this.#places = inOrder.concat(new Array<undefined>(length).fill(undefined));
    this.#first = 0;
  }
}
