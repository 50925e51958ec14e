/** Each block costs whoever reads a turn, and large ones least. */
const LARGE_BYTES = 2 * 1024 * 1024;
/** Of each of eight bodies the one that is read, and the one that the socket will read to next: 32 MiB in all. */
const LARGE_BLOCKS = 16;
/** Where more bodies arrive at once, no more than these are added. */
const SMALL_BYTES = 64 * 1024;
/** What stands behind the bytes of a body, so that it shows where an answer goes on after its end. */
const BEHIND = 1;

/** Memory for bodies that are read block after block, each good only until the next one is asked for. */
export class Blocks {
  readonly #make: (bytes: number) => Buffer;
  readonly #spare: Buffer[] = [];
  #large = 0;

  /** Shared blocks can be given to another thread; to copy into them or out of them takes V8 ten times as long. */
  constructor(kind: "own" | "shared") {
    this.#make = (bytes) =>
      kind === "shared" ? Buffer.from(new SharedArrayBuffer(bytes)) : Buffer.allocUnsafeSlow(bytes);
  }

  /** A block, no longer than what is left of the body. */
  take(left: number): Buffer {
    const memory = this.#spare.pop() ?? this.#new(left);
    return memory.subarray(0, Math.min(memory.length - BEHIND, left));
  }

  /** Takes a block back, or the part of it that was filled, for the next. */
  giveBack({ buffer }: Buffer): void {
    if (buffer.byteLength > SMALL_BYTES) this.#spare.push(Buffer.from(buffer));
  }

  #new(left: number): Buffer {
    if (left <= SMALL_BYTES || this.#large === LARGE_BLOCKS) {
      return this.#make(Math.min(SMALL_BYTES, left) + BEHIND);
    }
    this.#large++;
    return this.#make(LARGE_BYTES + BEHIND);
  }
}

/** The block with the byte behind it. */
export function withByteBehind({ buffer, byteOffset, length }: Buffer): Buffer {
  return Buffer.from(buffer, byteOffset, length + BEHIND);
}
