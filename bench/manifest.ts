import { BatchShard } from "../src/sync/batch/batch-shard.ts";
import { ManifestWriter } from "../src/sync/batch/write-manifest.ts";
import type { BucketStore } from "../src/sync/index.ts";
import { MemoryCloud } from "../test/support/memory-bucket.ts";

const KEYS = Number(process.argv[2] ?? 10_000_000);
const OBJECTS_IN_JOB = 1_000_000;
const WANTED = { keysPerSecond: 200_000, mostMib: 200 };

/** A bucket that forgets what is written to it, so that only the writing is measured. */
function forgetful(): BucketStore {
  const store = new MemoryCloud().bucket("jobs");
  store.uploadPart = ({ checksumAlgorithm }, { partNumber, body }) => {
    const etag = checksumAlgorithm + String(body.length);
    return Promise.resolve({ partNumber, etag, size: body.length, checksum: undefined });
  };
  store.completeMultipartUpload = () => Promise.resolve({ etag: "etag", sums: [] });
  return store;
}

function keyOf(number: number): string {
  const day = new Date(Date.UTC(2020, 0, 1) + Math.floor(number / 50_000) * 86_400_000);
  return `logs/${day.toISOString().slice(0, 10)}/part-${String(number).padStart(12, "0")} a.parquet`;
}

async function writeAll(): Promise<number> {
  const store = forgetful();
  const { signal } = new AbortController();
  let most = 0;
  for (let first = 0; first < KEYS; first += OBJECTS_IN_JOB) {
    const place = { store, key: `manifests/${first}.csv`, signal };
    const shard = new BatchShard(new ManifestWriter(place, "source"));
    for (let number = first; number < Math.min(first + OBJECTS_IN_JOB, KEYS); number++) {
      const key = keyOf(number);
      const source = { key, size: 1000, modifiedMs: 0 };
      await shard.add({ kind: "copy", key, source, reason: "absent" }, key);
    }
    await shard.manifest.end();
    await shard.dispose();
    most = Math.max(most, process.memoryUsage().rss);
  }
  return most / 1024 ** 2;
}

const startedMs = performance.now();
const mostMib = Math.round(await writeAll());
const keysPerSecond = Math.round(KEYS / ((performance.now() - startedMs) / 1000));
const ok = keysPerSecond >= WANTED.keysPerSecond && mostMib < WANTED.mostMib;
const { user, system } = process.cpuUsage();
// Where others are at work on the machine, this is what it would be without them.
const keysPerCpuSecond = Math.round(KEYS / ((user + system) / 1_000_000));
const figures = { keys: KEYS, keysPerSecond, keysPerCpuSecond, mostMib };
process.stdout.write(`${JSON.stringify({ bench: "manifest", ok, figures })}\n`);
