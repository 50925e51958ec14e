import { AwsError } from "../../aws/index.ts";
import { eachPart } from "../transfer/each-part.ts";
import type { BucketStore } from "../ports.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** What one DeleteObjects takes (API Reference, DeleteObjects). */
export const KEYS_AT_ONCE = 1_000;

/**
 * Deletes objects with as few requests as it takes, and answers by key what refused. A key that no
 * XML can hold goes alone, as does one that S3 was too busy for.
 */
export async function removeObjects(
  store: BucketStore,
  keys: readonly string[],
  bench: Workbench,
): Promise<ReadonlyMap<string, unknown>> {
  const writable = keys.filter((key) => !UNWRITABLE.test(key));
  const refused = new Map(writable.length > 1 ? await refusedOf(store, writable, bench) : []);
  const alone = writable.length > 1 ? keys.filter((key) => UNWRITABLE.test(key)) : keys;
  const again = [...refused].filter(([, error]) => isPassing(error)).map(([key]) => key);
  await eachPart([...alone, ...again], bench.options.maxConcurrentRequests, async (key) => {
    refused.delete(key);
    const { signal } = bench;
    await request(bench, () => store.deleteObject(key, { signal })).catch((error: unknown) =>
      refused.set(key, error),
    );
  });
  return refused;
}

/** Characters that XML 1.0 has no way to write (XML 1.0, 2.2 Characters). */
const UNWRITABLE = /[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF]/;

async function refusedOf(
  store: BucketStore,
  keys: readonly string[],
  bench: Workbench,
): Promise<ReadonlyMap<string, unknown>> {
  const { signal } = bench;
  try {
    return await request(bench, () => store.deleteObjects(keys, { signal }));
  } catch (error) {
    return new Map(keys.map((key) => [key, error]));
  }
}

/** What another request for the key alone may not meet; some stores have no DeleteObjects at all. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    ["InternalError", "SlowDown", "ServiceUnavailable", "NotImplemented"].includes(error.code)
  );
}
