/** A copy of bytes, and a turn of whoever reads them, cost least where blocks are large, */
const LARGEST_BYTES = 2 * 1024 * 1024;
/** and this is enough where many bodies arrive at once. */
const SMALLEST_BYTES = 128 * 1024;
/** What all bodies have together, as long as no more than so many of the smallest ones fit in. */
const ALL_BYTES = 32 * 1024 * 1024;
/** One is being read while the other is filled. */
const OF_A_BODY = 2;

/** Memory for bodies that are read block after block, each good only until the next one is asked for. */
export class Blocks {
  readonly #make: (bytes: number) => Buffer;
  #spare: Buffer[] = [];
  #bodies = 0;
  #bytes = LARGEST_BYTES;

  /** Shared blocks can be given to another thread; to copy into them or out of them takes V8 ten times as long. */
  constructor(kind: "own" | "shared") {
    this.#make = (bytes) =>
      kind === "shared" ? Buffer.from(new SharedArrayBuffer(bytes)) : Buffer.allocUnsafeSlow(bytes);
  }

  /** One body more is read. */
  begin(): void {
    this.#share(this.#bodies + 1);
  }

  /** One is read. */
  end(): void {
    this.#share(this.#bodies - 1);
  }

  /** A block, no longer than what is left of the body. */
  take(left: number): Buffer {
    if (left < this.#bytes) return this.#make(left);
    return this.#spare.pop() ?? this.#make(this.#bytes);
  }

  /** Takes a block back, or the part of it that was filled, for the next. */
  giveBack({ buffer }: Buffer): void {
    if (buffer.byteLength === this.#bytes) this.#spare.push(Buffer.from(buffer));
  }

  /** Blocks of another size are of no use any more, so that they are larger again only when all bodies are read. */
  #share(bodies: number): void {
    this.#bodies = bodies;
    let bytes = bodies === 0 ? LARGEST_BYTES : this.#bytes;
    while (bytes > SMALLEST_BYTES && bytes * OF_A_BODY * bodies > ALL_BYTES) bytes /= 2;
    if (bytes !== this.#bytes) this.#spare = [];
    this.#bytes = bytes;
  }
}
