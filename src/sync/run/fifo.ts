/** So many places that are free at its front are worth more than what moving the rest up costs. */
const FREE_AT_MOST = 1_024;

/** What leaves in the order in which it came; an array would move all up whenever its first one goes. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** The first, which stays. */
  get head(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the first out. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first++;
    if (this.length === 0) this.clear();
    else if (this.#first === FREE_AT_MOST) this.#moveUp();
    return item;
  }

  clear(): void {
    this.#items.length = 0;
    this.#first = 0;
  }

  #moveUp(): void {
    this.#items.splice(0, this.#first);
    this.#first = 0;
  }
}
