import { join } from "node:path";
import { openStore } from "../src/lab/state/open-store.ts";
import { s3Tables } from "../src/lab/state/s3-tables.ts";

const BATCH = 2000;

/** Writes small objects into the bucket of a lab that is not running, as its PutObject would. */
export async function fillBucket(
  data: string,
  { bucket, count }: { readonly bucket: string; readonly count: number },
): Promise<void> {
  const store = openStore({ directory: join(data, "store"), isLasting: false });
  const { objects } = s3Tables(store);
  const bytes = Buffer.alloc(100, "x");
  const size = bytes.length;
  for (let first = 0; first < count; first += BATCH) {
    await store.transaction(() => {
      for (let number = first; number < Math.min(count, first + BATCH); number++) {
        const id = (number + 1).toString(36).padStart(9, "0");
        objects.put([bucket, keyOf(number)], {
          body: { size, segments: [{ id, size, bytes }] },
          etag: "6d8d1e1ddd3e8a2f3b6e0d6c9a6f3b50",
          modifiedMs: 1_700_000_000_000 + number,
          contentType: "binary/octet-stream",
          storageClass: "STANDARD",
        });
      }
    });
  }
  await store.close();
}

/** The key of one of many objects, in the order of their numbers. */
export function keyOf(number: number): string {
  return `objects/key-${String(number).padStart(9, "0")}`;
}
