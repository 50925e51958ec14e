import { randomBytes } from "node:crypto";
import type { Bed } from "./bed.ts";
import { createBucket, putObject, type S3Access } from "./s3-requests.ts";

// A server that stores what it lists is filled by requests: more than these take too long.
const MOST_OBJECTS = 100_000;
const MOST_BYTES = 2 ** 31;
const WRITERS = 32;

/** Any S3 server: its buckets are filled by requests, and left where they are. */
export function storedBed(access: S3Access, says: string, stop: () => Promise<void>): Bed {
  const run = `sluice-bench-${randomBytes(4).toString("hex")}`;
  const filled = new Map<string, Promise<string>>();
  let made = 0;
  const newBucket = async (): Promise<string> => {
    const bucket = `${run}-${made++}`;
    await createBucket(access, bucket);
    return bucket;
  };
  const fill = async (name: string, objects: number, bytesEach: number) => {
    if (objects > MOST_OBJECTS || objects * bytesEach > MOST_BYTES) {
      return `more than ${MOST_OBJECTS} objects are measured on the stand-in alone`;
    }
    const existing = filled.get(name);
    if (existing !== undefined) return { bucket: await existing };
    const filling = newBucket().then(async (bucket) => {
      await fillBucket(access, bucket, { objects, bytesEach });
      return bucket;
    });
    filled.set(name, filling);
    return { bucket: await filling };
  };
  return {
    says,
    access,
    place: ({ latencyMs }) =>
      Promise.resolve(
        latencyMs === 0 ? undefined : "only the stand-in can seem to be farther away than it is",
      ),
    source: (objects, bytesEach) => fill(`${objects} ${bytesEach}`, objects, bytesEach),
    twin: async (objects, bytesEach) => {
      // First the source: a destination that is older would be copied to again.
      await fill(`${objects} ${bytesEach}`, objects, bytesEach);
      return fill(`${objects} ${bytesEach} twin`, objects, bytesEach);
    },
    emptyBucket: newBucket,
    keepBytes: () => Promise.resolve("kept"),
    countAnew: () => Promise.resolve(),
    counts: () => Promise.resolve(undefined),
    stop,
  };
}

async function fillBucket(
  access: S3Access,
  bucket: string,
  { objects, bytesEach }: { readonly objects: number; readonly bytesEach: number },
): Promise<void> {
  const body = new Uint8Array(bytesEach);
  for (let at = 0; at < bytesEach; at += 4) body[at] = (at * 31) % 251;
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < objects) {
      const number = next++;
      const folder = String(Math.floor(number / 1000)).padStart(6, "0");
      const key = `dir-${folder}/file-${String(number % 1000).padStart(6, "0")}.bin`;
      await putObject(access, { bucket, key }, body);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}
