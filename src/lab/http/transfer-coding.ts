import {
  type ChunkDecoder,
  type ChunkSeed,
  createChunkDecoder,
  type PayloadDeclaration,
} from "../../aws/index.ts";
import { nodeDigest, startSha256 } from "../node-digest.ts";
import { notImplemented, Refusal } from "../refusal.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";
import { promisedLength } from "./payload-length.ts";

/** What authentication knows about the body: how it is coded, and what was signed of it. */
export interface PayloadCoding {
  readonly declaration: PayloadDeclaration;
  /** Signatures of chunks go on from that of the request. */
  readonly seed?: ChunkSeed;
  /** Nobody said before how long it is: it ends where its form says. */
  readonly hasOwnEnd?: boolean;
}

/** The decoder of an `aws-chunked` body; undefined where bytes are sent as they are. */
export function openDecoder(
  request: LabRequest,
  { declaration, seed }: PayloadCoding,
): ChunkDecoder | undefined {
  if (declaration.kind !== "streaming") return undefined;
  if (seed === undefined) throw notImplemented("an unsigned request with `aws-chunked` coding");
  const trailer = headerOf(request, "x-amz-trailer");
  return createChunkDecoder({
    streaming: declaration.streaming,
    decodedLength: promisedLength(request) ?? 0,
    trailers: trailer === undefined ? [] : trailer.split(",").map((name) => name.trim()),
    seed,
    digest: nodeDigest,
    startSha256,
  });
}

/** Payload in the bytes so far. */
export function decode(decoder: ChunkDecoder | undefined, raw: Uint8Array): readonly Uint8Array[] {
  if (decoder === undefined) return [raw];
  const decoded = decoder.write(raw);
  if (decoded.ok) return decoded.payload;
  throw new Refusal(decoded.refusal);
}

/** Trailers, once the last byte is in. */
export function endTrailers(decoder: ChunkDecoder | undefined): ReadonlyMap<string, string> {
  if (decoder === undefined) return new Map();
  const ended = decoder.end();
  if (ended.ok) return ended.trailers;
  throw new Refusal(ended.refusal);
}
