/** The connection behind a body. */
export interface Flow {
  /** Blocks of bodies before this one, to be used again. */
  readonly spare: Buffer[];
  pause(): void;
  resume(): void;
  /** Drops the connection: the rest is not wanted. */
  abort(reason: Error): void;
}

/** Bytes are handed over in blocks of this size, for each costs its reader a turn. */
const BLOCK_BYTES = 128 * 1024;

interface Waiter {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void;
  readonly reject: (error: Error) => void;
}

/** A body that arrives while it is read: the connection is paused when the reader falls behind. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array> {
  readonly #flow: Flow;
  readonly #blocks: Buffer[] = [];
  readonly #overwrites: boolean;
  #expected: number;
  #block: Buffer | undefined;
  #filled = 0;
  #handedOut: Buffer | undefined;
  #isPaused = false;
  #waiter: Waiter | undefined;
  #end: { readonly error: Error | undefined } | undefined;

  /** With `overwrites` a block is good only until the next one is asked for. */
  constructor(flow: Flow, body: { readonly length: number | undefined; overwrites: boolean }) {
    this.#flow = flow;
    this.#overwrites = body.overwrites;
    this.#expected = body.length ?? Number.POSITIVE_INFINITY;
  }

  /** Copies a piece in: it may be overwritten as soon as this returns. */
  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      this.#block ??= this.#emptyBlock();
      const copied = piece.copy(this.#block, this.#filled, at);
      at += copied;
      this.#filled += copied;
      this.#expected -= copied;
      if (this.#filled === this.#block.length) this.#handOver();
    }
  }

  /** Ends the body, with an error when it broke off. */
  finish(error?: Error): void {
    if (this.#end !== undefined) return;
    if (this.#filled > 0) this.#handOver();
    this.#end = { error };
    this.#letFlow();
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter === undefined) return;
    if (error === undefined) waiter.resolve({ done: true, value: undefined });
    else waiter.reject(error);
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#takeBack();
    const block = this.#blocks.shift();
    if (block !== undefined) {
      this.#handedOut = block;
      if (this.#blocks.length === 0) this.#letFlow();
      return Promise.resolve({ done: false, value: block });
    }
    if (this.#end?.error !== undefined) return Promise.reject(this.#end.error);
    if (this.#end !== undefined) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  /** Called when the reader stops early: the rest is not wanted, so the connection goes. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#end === undefined) {
      this.#end = { error: undefined };
      this.#flow.abort(new Error("the reader of a body stopped early"));
    }
    this.#blocks.length = 0;
    this.#letFlow();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** What has arrived whole leaves its connection to the next, read or not. */
  #letFlow(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#flow.resume();
  }

  #emptyBlock(): Buffer {
    const spare = this.#overwrites ? this.#flow.spare.pop() : undefined;
    return spare ?? Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(this.#expected, 1)));
  }

  /** Only whole blocks are worth it. */
  #takeBack(): void {
    const block = this.#handedOut;
    this.#handedOut = undefined;
    if (this.#overwrites && block?.length === BLOCK_BYTES) this.#flow.spare.push(block);
  }

  #handOver(): void {
    const block = this.#block?.subarray(0, this.#filled);
    this.#block = undefined;
    this.#filled = 0;
    if (block === undefined || this.#end !== undefined) return;
    const waiter = this.#waiter;
    if (waiter !== undefined) {
      this.#waiter = undefined;
      this.#handedOut = block;
      waiter.resolve({ done: false, value: block });
      return;
    }
    this.#blocks.push(block);
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#flow.pause();
  }
}
