import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Segment } from "../state/stored-body.ts";
import type { Slice } from "./byte-range.ts";

const ALGORITHM = "aes-256-gcm";
// Bytes are sealed in blocks, so that a range is opened, and held against its tags, without the rest.
const PLAIN_BLOCK = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_BLOCK = PLAIN_BLOCK + TAG_BYTES;
const NONCE_BYTES = 12;

/** What a segment's nonces begin with; the number of the block is the rest. */
export const NONCE_PREFIX_BYTES: number = NONCE_BYTES - 4;

/** How many bytes were sealed into this many. */
export function plainSizeOf(sealedSize: number): number {
  return sealedSize - TAG_BYTES * Math.ceil(sealedSize / SEALED_BLOCK);
}

/** Encrypts and authenticates a stream, block by block. */
export async function* sealBlocks(
  pieces: AsyncIterable<Uint8Array>,
  dataKey: Uint8Array,
  prefix: Uint8Array,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const block of regrouped(pieces, () => PLAIN_BLOCK)) {
    const cipher = createCipheriv(ALGORITHM, dataKey, nonceOf(prefix, index++));
    yield Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
  }
}

/** The stored bytes of all blocks that hold some of a slice. */
export function sealedSlice(segments: readonly Segment[], slice: Slice): Slice {
  let start: number | undefined;
  let end = 0;
  for (const block of blocksOf(segments, slice)) {
    start ??= block.storedAt;
    end = block.storedAt + block.size;
  }
  return { start: start ?? 0, end };
}

/** Opens the blocks of a slice from the bytes that `sealedSlice` says; throws where one was changed. */
export async function* openBlocks(
  stored: AsyncIterable<Uint8Array>,
  { segments, slice }: { readonly segments: readonly Segment[]; readonly slice: Slice },
  dataKey: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const blocks = blocksOf(segments, slice);
  let block = blocks.next().value;
  for await (const sealed of regrouped(stored, () => block?.size ?? SEALED_BLOCK)) {
    if (block === undefined) return;
    const plain = openBlock(sealed, block, dataKey);
    yield plain.subarray(Math.max(0, slice.start - block.begin), slice.end - block.begin);
    block = blocks.next().value;
  }
}

interface Block {
  readonly prefix: Uint8Array;
  readonly index: number;
  /** Where its first byte stands among all of the object, and its own among what is stored. */
  readonly begin: number;
  readonly storedAt: number;
  readonly size: number;
}

function* blocksOf(
  segments: readonly Segment[],
  { start, end }: Slice,
): Generator<Block, undefined> {
  let begin = 0;
  let storedAt = 0;
  for (const { size, iv } of segments) {
    if (iv === undefined) throw new Error("a stored body is not encrypted as its object");
    const plainSize = plainSizeOf(size);
    const stop = Math.min(plainSize, end - begin);
    const first = start - begin < plainSize ? firstBlock(start - begin) : Infinity;
    for (let at = first * PLAIN_BLOCK; at < stop; at += PLAIN_BLOCK) {
      const index = at / PLAIN_BLOCK;
      const skipped = index * SEALED_BLOCK;
      yield {
        prefix: iv,
        index,
        begin: begin + at,
        storedAt: storedAt + skipped,
        size: Math.min(SEALED_BLOCK, size - skipped),
      };
    }
    begin += plainSize;
    storedAt += size;
  }
}

function firstBlock(offset: number): number {
  return Math.max(0, Math.floor(offset / PLAIN_BLOCK));
}

function openBlock(sealed: Uint8Array, { prefix, index }: Block, dataKey: Uint8Array): Uint8Array {
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, dataKey, nonceOf(prefix, index), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(0, tagAt));
  try {
    decipher.final();
  } catch (cause) {
    throw new Error("a stored body is not as it was encrypted", { cause });
  }
  return plain;
}

function nonceOf(prefix: Uint8Array, index: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.set(prefix);
  nonce.writeUInt32BE(index, prefix.length);
  return nonce;
}

/** The same bytes in pieces of the sizes that are asked for; the last may be shorter. */
async function* regrouped(
  pieces: AsyncIterable<Uint8Array>,
  nextSize: () => number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + nextSize() - length);
      held.push(part);
      at += part.length;
      length += part.length;
      if (length < nextSize()) continue;
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}
