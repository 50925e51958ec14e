import { type Blocks, withByteBehind } from "./blocks.ts";

/** The connection behind a body. */
export interface Flow {
  pause(): void;
  resume(): void;
  /** Drops the connection: the rest is not wanted. */
  abort(reason: Error): void;
}

/** Bytes are handed over in blocks of this size where they are not overwritten, for each costs its reader a turn. */
const BLOCK_BYTES = 128 * 1024;

interface Waiter {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void;
  readonly reject: (error: Error) => void;
}

/** A body that arrives while it is read: the connection is paused when the reader falls behind. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array> {
  readonly #flow: Flow;
  readonly #blocks: Buffer[] = [];
  /** Where blocks are good only until the next one is asked for. */
  readonly #lent: Blocks | undefined;
  #expected: number;
  #block: Buffer | undefined;
  #filled = 0;
  #handedOut: Buffer | undefined;
  #isPaused = false;
  #waiter: Waiter | undefined;
  #end: { readonly error: Error | undefined } | undefined;

  /** Of so many bytes, where that is known, which stand in new memory unless there are blocks to lend. */
  constructor(flow: Flow, length: number | undefined, lent?: Blocks) {
    this.#flow = flow;
    this.#lent = lent;
    this.#expected = length ?? Number.POSITIVE_INFINITY;
  }

  /** Where the next bytes are best read to, so that they need not be copied; more than are expected are to be seen. */
  room(): Buffer | undefined {
    if (this.#lent === undefined || this.#end !== undefined || this.#expected === 0) {
      return undefined;
    }
    this.#block ??= this.#emptyBlock();
    const rest = this.#block.subarray(this.#filled);
    return rest.length < this.#expected ? rest : withByteBehind(rest);
  }

  /** Takes a piece in, which may be overwritten as soon as this returns unless it was read to its place. */
  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      this.#block ??= this.#emptyBlock();
      const copied = this.#isInPlace(piece)
        ? piece.length
        : piece.copy(this.#block, this.#filled, at);
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
    this.#giveBackUnused();
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
      if (this.#blocks.length === 0 && this.#lent === undefined) this.#letFlow();
      return Promise.resolve({ done: false, value: block });
    }
    if (this.#end?.error !== undefined) return Promise.reject(this.#end.error);
    if (this.#end !== undefined) return Promise.resolve({ done: true, value: undefined });
    this.#letFlow();
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
    this.#takeBack();
    for (const block of this.#blocks.splice(0)) this.#giveBack(block);
    this.#giveBackUnused();
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
    const left = Math.max(this.#expected, 1);
    return this.#lent?.take(left) ?? Buffer.allocUnsafe(Math.min(BLOCK_BYTES, left));
  }

  #isInPlace(piece: Buffer): boolean {
    const start = (this.#block?.byteOffset ?? 0) + this.#filled;
    return piece.buffer === this.#block?.buffer && piece.byteOffset === start;
  }

  #takeBack(): void {
    this.#giveBack(this.#handedOut);
    this.#handedOut = undefined;
  }

  #giveBackUnused(): void {
    this.#giveBack(this.#block);
    this.#block = undefined;
  }

  #giveBack(block: Buffer | undefined): void {
    if (block !== undefined) this.#lent?.giveBack(block);
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
      // Of what is lent no more is taken: what arrives meanwhile waits in the system.
      if (this.#lent !== undefined) this.#pause();
      return;
    }
    this.#blocks.push(block);
    this.#pause();
  }

  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#flow.pause();
  }
}
