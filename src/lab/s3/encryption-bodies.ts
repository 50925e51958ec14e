import type { BodyStore } from "../state/bodies.ts";
import type { LabState } from "../state/lab-state.ts";
import type { StoredObject } from "../state/stored-object.ts";
import type { Slice } from "./byte-range.ts";
import {
  NONCE_PREFIX_BYTES,
  openBlocks,
  plainSizeOf,
  sealBlocks,
  sealedSlice,
} from "./encryption-blocks.ts";
import { dataKeyOf, type SealedPlace } from "./encryption-keys.ts";

/** Where bytes are received: as they are, or encrypted under a data key. */
export function receiverOf(
  { bodies, random }: Pick<LabState, "bodies" | "random">,
  dataKey: Uint8Array | undefined,
): Pick<BodyStore, "receive"> {
  if (dataKey === undefined) return bodies;
  return {
    async receive(pieces) {
      const iv = random(NONCE_PREFIX_BYTES);
      const { md5, segments } = await bodies.receive(sealBlocks(pieces, dataKey, iv));
      return {
        md5,
        // Of an object its own size counts, of a segment the size that is stored.
        size: segments.reduce((sum, segment) => sum + plainSizeOf(segment.size), 0),
        segments: segments.map((segment) => ({ ...segment, iv })),
      };
    },
  };
}

/** Bytes of an object as they were written. */
export function readObjectBytes(
  place: SealedPlace,
  { body, encryption }: Pick<StoredObject, "body" | "encryption">,
  slice: Slice = { start: 0, end: body.size },
): AsyncIterable<Uint8Array> {
  const { bodies } = place.lab;
  if (encryption === undefined) return bodies.read(body, slice.start, slice.end);
  const dataKey = dataKeyOf(place, encryption);
  const { start, end } = sealedSlice(body.segments, slice);
  const stored = bodies.read(body, start, end);
  return openBlocks(stored, { segments: body.segments, slice }, dataKey);
}
