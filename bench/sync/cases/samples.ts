import type { Listed } from "../s3-requests.ts";

const SAMPLES = 20;
const SAMPLE_BYTES = 65_536;

/** A stretch of bytes of an object. */
export interface Sample {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Stretches to compare: of objects from the first to the last, or of one from its beginning to its end. */
export function samplesOf(objects: readonly Listed[]): readonly Sample[] {
  const each = Math.ceil(SAMPLES / Math.max(1, objects.length));
  const chosen = evenly(objects.length, Math.min(SAMPLES, objects.length)).flatMap((index) => {
    const object = objects[index];
    return object === undefined ? [] : [object];
  });
  return chosen.flatMap(({ key, size }) =>
    evenly(Math.max(1, size - SAMPLE_BYTES), size > SAMPLE_BYTES ? each : 1).map((from) => ({
      key,
      from,
      to: Math.min(size, from + SAMPLE_BYTES),
    })),
  );
}

/** So many numbers from 0 to below the count, the first and the last among them. */
function evenly(count: number, many: number): readonly number[] {
  return Array.from({ length: many }, (_, i) =>
    many === 1 ? 0 : Math.floor((i * (count - 1)) / (many - 1)),
  );
}

/** Throws unless two listings name the same objects of the same sizes. */
export function expectSameObjects(wanted: readonly Listed[], found: readonly Listed[]): void {
  if (wanted.length !== found.length) {
    throw new Error(`${found.length} objects are there, not ${wanted.length}`);
  }
  const sizes = new Map(wanted.map(({ key, size }) => [key, size]));
  const odd = found.find(({ key, size }) => sizes.get(key) !== size);
  if (odd !== undefined) throw new Error(`\`${odd.key}\` has ${odd.size} bytes, or no source`);
}
