import { Permits } from "../run/permits.ts";

/** Smaller ones cost the garbage collector little. */
const SMALLEST_KEPT = 1024 * 1024;

/**
 * Memory for bodies: never more bytes than these at once, and large buffers are used again. New ones
 * would pile up until the garbage collector comes, which does not see how large they are.
 */
export class PartBuffers {
  readonly #total: number;
  readonly #permits: Permits;
  readonly #spare: Buffer[] = [];
  /** Of large buffers, spare or not. */
  #bytes = 0;

  constructor(total: number) {
    this.#total = total;
    this.#permits = new Permits(total);
  }

  /** Runs the work with a buffer of that length, which is not its own any more when it ends. */
  use<T>(length: number, work: (buffer: Buffer) => Promise<T>): Promise<T> {
    return this.#permits.use(length, async () => {
      if (length < SMALLEST_KEPT) return work(Buffer.allocUnsafe(length));
      const buffer = this.#take(length);
      try {
        return await work(buffer.subarray(0, length));
      } finally {
        this.#spare.push(buffer);
      }
    });
  }

  #take(length: number): Buffer {
    const fitting = this.#spare.findIndex((buffer) => buffer.length >= length);
    const [found] = fitting === -1 ? [] : this.#spare.splice(fitting, 1);
    if (found !== undefined) return found;
    while (this.#bytes + length > this.#total && this.#spare.length > 0) {
      this.#bytes -= this.#spare.pop()?.length ?? 0;
    }
    this.#bytes += length;
    return Buffer.allocUnsafeSlow(length);
  }
}
