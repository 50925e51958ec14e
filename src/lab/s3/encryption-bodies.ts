import { createCipheriv, createDecipheriv } from "node:crypto";
import type { BodyStore } from "../state/bodies.ts";
import type { LabState } from "../state/lab-state.ts";
import type { Segment } from "../state/stored-body.ts";
import type { StoredObject } from "../state/stored-object.ts";
import type { Slice } from "./byte-range.ts";
import { dataKeyOf } from "./encryption-keys.ts";
import type { ObjectCall } from "./s3-call.ts";

// In counter mode any stretch opens without what is before it, so ranges do.
const ALGORITHM = "aes-256-ctr";
const BLOCK = 16;

/** Where bytes are received: as they are, or encrypted under a data key. */
export function receiverOf(
  { bodies, random }: Pick<LabState, "bodies" | "random">,
  dataKey: Uint8Array | undefined,
): Pick<BodyStore, "receive"> {
  if (dataKey === undefined) return bodies;
  return {
    async receive(pieces) {
      const iv = random(BLOCK);
      const body = await bodies.receive(encrypted(pieces, dataKey, iv));
      return { ...body, segments: body.segments.map((segment) => ({ ...segment, iv })) };
    },
  };
}

/** Bytes of an object as they were written. */
export function readObjectBytes(
  call: Pick<ObjectCall, "lab" | "bucket" | "key">,
  { body, encryption }: Pick<StoredObject, "body" | "encryption">,
  { start, end }: Slice = { start: 0, end: body.size },
): AsyncIterable<Uint8Array> {
  const { bodies } = call.lab;
  if (encryption === undefined) return bodies.read(body, start, end);
  const dataKey = dataKeyOf(call, encryption);
  return decrypted(bodies.read(body, start, end), body.segments, { dataKey, start });
}

async function* encrypted(
  pieces: AsyncIterable<Uint8Array>,
  dataKey: Uint8Array,
  iv: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const cipher = createCipheriv(ALGORITHM, dataKey, iv);
  for await (const piece of pieces) yield cipher.update(piece);
}

/** Pieces are read segment by segment: none holds bytes of two. */
async function* decrypted(
  pieces: AsyncIterable<Uint8Array>,
  segments: readonly Segment[],
  { dataKey, start }: { readonly dataKey: Uint8Array; readonly start: number },
): AsyncGenerator<Uint8Array> {
  const rest = segments.values();
  let segment = rest.next().value;
  let begin = 0;
  let at = start;
  for await (const piece of pieces) {
    while (segment !== undefined && at >= begin + segment.size) {
      begin += segment.size;
      segment = rest.next().value;
    }
    if (segment?.iv === undefined) throw new Error("a stored body is not encrypted as its object");
    const offset = at - begin;
    const decipher = createDecipheriv(ALGORITHM, dataKey, counterAt(segment.iv, offset));
    decipher.update(new Uint8Array(offset % BLOCK));
    yield decipher.update(piece);
    at += piece.length;
  }
}

function counterAt(iv: Uint8Array, offset: number): Uint8Array {
  const first = BigInt(`0x${Buffer.from(iv).toString("hex")}`);
  const counter = BigInt.asUintN(128, first + BigInt(Math.floor(offset / BLOCK)));
  return Buffer.from(counter.toString(16).padStart(32, "0"), "hex");
}
