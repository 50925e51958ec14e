import {
  chunkTooSmall,
  incompleteBody,
  malformedTrailer,
  MIN_CHUNK_BYTES,
} from "./chunk-refusals.ts";
import { type ChunkSeed, createChunkSignatures } from "./chunk-signatures.ts";
import type { StreamingPayload } from "./payload-declaration.ts";
import { type ReadTrailers, readTrailers } from "./read-trailers.ts";
import type { Refusal } from "./refusal.ts";
import type { Digest, RunningSha256 } from "./types.ts";

/** What the chunks of a body are checked against. */
interface ChunkDecoderOptions {
  readonly streaming: StreamingPayload;
  /** `x-amz-decoded-content-length`. */
  readonly decodedLength: number;
  /** The header names that `x-amz-trailer` announces. */
  readonly trailers: readonly string[];
  /** The verified request: signatures of chunks go on from its own. */
  readonly seed: ChunkSeed;
  readonly digest: Digest;
  readonly startSha256: () => RunningSha256;
}

/** Payload found in the bytes so far, or why the body is refused. */
type DecodedPiece =
  | { readonly ok: true; readonly payload: readonly Uint8Array[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Takes an `aws-chunked` body apart as it arrives. Payload comes out before the signature of its
 * chunk is checked, so that nothing counts until `end` has agreed.
 */
export interface ChunkDecoder {
  write(bytes: Uint8Array): DecodedPiece;
  end(): ReadTrailers;
}

// 16 digits of size and 64 of signature need 100; trailers are a checksum and a signature.
const MAX_HEADER_BYTES = 256;
const MAX_TRAILER_BYTES = 16 * 1024;

/** `afterData` is the line break that closes a chunk; after the chunk of size 0 comes `trailer`. */
type State = "header" | "data" | "afterData" | "trailer" | "refused";

/** Starts the decoding of one body. */
export function createChunkDecoder(options: ChunkDecoderOptions): ChunkDecoder {
  return new Decoder(options);
}

class Decoder implements ChunkDecoder {
  readonly #options: ChunkDecoderOptions;
  readonly #signatures: ReturnType<typeof createChunkSignatures> | undefined;
  #state: State = "header";
  #refusal: Refusal | undefined;
  /** The line, or the trailers, as far as they have come. */
  #text = "";
  #chunk = { number: 0, size: MIN_CHUNK_BYTES, left: 0 };
  #decoded = 0;

  constructor(options: ChunkDecoderOptions) {
    this.#options = options;
    const { streaming, seed, digest, startSha256 } = options;
    const isSigned = streaming !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    this.#signatures = isSigned ? createChunkSignatures(seed, digest, startSha256) : undefined;
  }

  write(bytes: Uint8Array): DecodedPiece {
    const payload: Uint8Array[] = [];
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(this.#take(rest, payload));
    const refusal = this.#refusal;
    return refusal === undefined ? { ok: true, payload } : { ok: false, refusal };
  }

  end(): ReadTrailers {
    const { decodedLength, streaming, trailers } = this.#options;
    if (this.#refusal !== undefined) return { ok: false, refusal: this.#refusal };
    const isWhole = this.#state === "trailer" && this.#decoded === decodedLength;
    if (!isWhole) return { ok: false, refusal: incompleteBody };
    if (streaming !== "STREAMING-AWS4-HMAC-SHA256-PAYLOAD") {
      return readTrailers(this.#text, trailers, this.#signatures);
    }
    if (this.#text === "\r\n") return { ok: true, trailers: new Map() };
    return { ok: false, refusal: this.#text.length > 2 ? malformedTrailer : incompleteBody };
  }

  /** Returns how many of the bytes it took, at least one. */
  #take(bytes: Uint8Array, payload: Uint8Array[]): number {
    switch (this.#state) {
      case "header":
      case "afterData":
        return this.#takeLine(bytes);
      case "data":
        return this.#takeData(bytes, payload);
      case "trailer":
        return this.#takeText(bytes, MAX_TRAILER_BYTES);
      case "refused":
        return bytes.length;
    }
  }

  #takeLine(bytes: Uint8Array): number {
    const newline = bytes.indexOf(0x0a);
    const line = newline < 0 ? bytes : bytes.subarray(0, newline + 1);
    this.#takeText(line, MAX_HEADER_BYTES);
    if (newline >= 0 && this.#state !== "refused") this.#finishLine();
    return line.length;
  }

  #takeText(bytes: Uint8Array, limit: number): number {
    if (this.#text.length + bytes.length > limit) this.#refuse(incompleteBody);
    else this.#text += String.fromCharCode(...bytes);
    return bytes.length;
  }

  #finishLine(): void {
    const line = this.#text;
    this.#text = "";
    if (this.#state === "header") this.#startChunk(line);
    else if (line === "\r\n") this.#state = "header";
    else this.#refuse(incompleteBody);
  }

  #startChunk(line: string): void {
    const header = /^([0-9A-Fa-f]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?\r\n$/.exec(line);
    const size = parseInt(header?.[1] ?? "", 16);
    const signature = header?.[2];
    const isMeant = (signature === undefined) === (this.#signatures === undefined);
    if (header === null || !isMeant || size > this.#options.decodedLength - this.#decoded) {
      this.#refuse(incompleteBody);
      return;
    }
    const { number, size: before } = this.#chunk;
    if (size > 0 && before < MIN_CHUNK_BYTES) {
      this.#refuse(chunkTooSmall(number + 1, before));
      return;
    }
    this.#chunk = { number: number + 1, size, left: size };
    this.#signatures?.start(signature ?? "");
    if (size === 0) this.#finishChunk("trailer");
    else this.#state = "data";
  }

  #takeData(bytes: Uint8Array, payload: Uint8Array[]): number {
    const piece = bytes.subarray(0, this.#chunk.left);
    this.#signatures?.update(piece);
    payload.push(piece);
    this.#chunk.left -= piece.length;
    this.#decoded += piece.length;
    if (this.#chunk.left === 0) this.#finishChunk("afterData");
    return piece.length;
  }

  #finishChunk(next: State): void {
    const refusal = this.#signatures?.finish();
    if (refusal === undefined) this.#state = next;
    else this.#refuse(refusal);
  }

  #refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#state = "refused";
  }
}
