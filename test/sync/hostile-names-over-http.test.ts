import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenBucketStore } from "../../src/client/index.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { type FaultStage, openFaultStage } from "../support/fault-stage.ts";
import { readTree } from "../support/read-tree.ts";
import { spelled } from "../support/spelled.ts";
import { type Outcome, outcomeOf, placeOf, temporaryDirectory } from "./run.ts";

let stage: FaultStage;
let source: OpenBucketStore;
let destination: OpenBucketStore;

beforeAll(async () => {
  stage = await openFaultStage();
  const both = { way: "straight", profiles: ["both"] } as const;
  source = stage.store({ ...both, bucket: "source" });
  destination = stage.store({ ...both, bucket: "destination" });
  const owner = stage.store({ bucket: "source", way: "straight", profiles: ["reader"] });
  for (const key of KEYS) await owner.putObject(key, Buffer.from(`content of ${key}`), {});
  await owner.close();
});

afterAll(async () => {
  await source.close();
  await destination.close();
  await stage.close();
});

const ROWS = loadCorpus<{ readonly keys: readonly string[] }, { readonly exit: number }>(
  "hostile-names",
);
const PREFIX = "a//b/";
const MOST_BYTES = 1_024 - `${PREFIX}streams/`.length;

/** Of every row those that S3 takes: 1,024 bytes at most. */
const KEYS = [...new Set(ROWS.flatMap(([, { given }]) => given.keys.map(spelled)))].filter(
  (key) => Buffer.byteLength(key) <= MOST_BYTES,
);

async function bodiesIn(store: OpenBucketStore, prefix: string): Promise<Record<string, string>> {
  const bodies: Record<string, string> = {};
  for await (const page of store.list({ prefix })) {
    for (const { key } of page) {
      const pieces: Uint8Array[] = [];
      for await (const piece of (await store.getObject(key, {})).bytes) pieces.push(piece);
      bodies[key.slice(prefix.length)] = Buffer.concat(pieces).toString();
    }
  }
  return bodies;
}

function run(
  [from, to]: readonly [string, string],
  options: Partial<SyncOptions>,
): Promise<Outcome> {
  const stores = { source, destination };
  const ends = { source: placeOf(from), destination: placeOf(to), stores };
  return outcomeOf({ ...ends, options: { ...DEFAULT_SYNC_OPTIONS, ...options } });
}

const ALL = Object.fromEntries(KEYS.map((key) => [key, `content of ${key}`]));

test.each(["copy", "stream"] as const)(
  "every key arrives by %s as it is, and a second run finds nothing to do",
  async (through) => {
    const ends = ["s3://source", `s3://destination/${PREFIX}${through}`] as const;
    expect((await run(ends, { through, pageSize: 7 })).exitCode).toBe(0);
    expect(await bodiesIn(destination, `${PREFIX}${through}/`)).toEqual(ALL);
    expect((await run(ends, { through, delete: true })).lines).toEqual([]);
  },
);

test("keys are deleted by their names, and no others", async () => {
  const ends = ["s3://source/nothing", `s3://destination/${PREFIX}delete`] as const;
  await run(["s3://source", ends[1]], {});
  const filters = [{ kind: "exclude", pattern: "a*" }] as const;
  const options = { delete: true, allowEmptySource: true, filters };
  expect((await run(ends, options)).exitCode).toBe(0);
  const left = Object.keys(await bodiesIn(destination, `${PREFIX}delete/`));
  expect(left.sort()).toEqual(KEYS.filter((key) => key.startsWith("a")).sort());
});

test("what can be files goes to a directory and back", async () => {
  const root = temporaryDirectory();
  await run(["s3://source", root], { maxConcurrentRequests: 1 });
  const files = Object.fromEntries(
    [...(await readTree(root))].map(([key, body]) => [key, body.toString()]),
  );
  expect(Object.keys(files).length).toBeGreaterThan(30);
  expect(ALL).toMatchObject(files);
  expect((await run([root, "s3://destination/back"], {})).exitCode).toBe(0);
  expect(await bodiesIn(destination, "back/")).toEqual(files);
});

test("the lab failed of itself in none", () => {
  expect(stage.faults).toEqual([]);
});
