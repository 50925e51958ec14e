import fc from "fast-check";
import type { SyncOptions } from "../../src/sync/index.ts";
import { asFiles } from "./arbitrary-tree.ts";
import type { Item, Tree } from "./sync-model.ts";

/** Which way a run goes; a stream is a copy by two identities of which neither may do both. */
export type Way = "upload" | "download" | "copy" | "stream";

/** One run to make: what is there, what is asked for, and what befalls it. */
export interface Scenario {
  readonly way: Way;
  readonly source: Tree;
  readonly destination: Tree;
  readonly flags: Partial<SyncOptions>;
  readonly percent: number;
  readonly attempts: number;
  /** Whether keys end during the run, and whether there are others then. */
  readonly expiry: "never" | "renewed" | "final";
  readonly expiresAfter: number;
}

/** What is in parts. */
const LARGE = 5 * 1024 * 1024;

const names = fc.constantFrom("a", "b", "c.txt", "a b", "é", "%2F", "+", "～", "d'\"<&>", "e");
const key = fc.array(names, { minLength: 1, maxLength: 3 }).map((all) => all.join("/"));
const START = Date.UTC(2025, 0, 1) / 1000;
const size = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, 100, 101, 5_000, 300_000) },
  { weight: 1, arbitrary: fc.constantFrom(LARGE + 1, 2 * LARGE + 7) },
);
const item: fc.Arbitrary<Item> = fc
  .record({ size, fill: fc.integer({ min: 0, max: 3 }), second: fc.integer({ min: 0, max: 3 }) })
  .map((one) => ({
    body: Buffer.alloc(one.size, `${one.fill} unlike the others `),
    second: START + one.second,
  }));
const tree = fc
  .array(fc.tuple(key, item), { minLength: 3, maxLength: 12, size: "max" })
  .map((entries) => asFiles(new Map(entries)));

const flags: fc.Arbitrary<Partial<SyncOptions>> = fc
  .record({
    delete: fc.boolean(),
    checksum: fc.boolean(),
    verify: fc.boolean(),
    update: fc.boolean(),
    noOverwrite: fc.boolean(),
    sizeOnly: fc.boolean(),
    exactTimestamps: fc.boolean(),
    maxConcurrentRequests: fc.integer({ min: 1, max: 8 }),
    pageSize: fc.constantFrom(2, 5, 1_000),
  })
  .map((given) => ({
    ...given,
    ...(given.noOverwrite && { write: { ifNoneMatch: "*" as const } }),
    allowEmptySource: true,
    multipartThreshold: LARGE,
    partSize: LARGE,
  }));

const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    way: fc.constantFrom<Way[]>("upload", "download", "copy", "stream"),
    source: tree,
    destination: tree,
    flags,
    percent: fc.constantFrom(0, 2, 5, 5, 8),
    attempts: fc.constantFrom(3, 5, 8),
    expiry: fc.constantFrom<Scenario["expiry"][]>("never", "never", "renewed", "renewed", "final"),
    expiresAfter: fc.integer({ min: 0, max: 40 }),
  })
  .map((one) => ({ ...one, destination: asFiles(one.destination, one.source) }));

/** The scenario of a seed, always the same. */
export function scenarioOf(seed: number): Scenario {
  const [scenario] = fc.sample(scenarios, { seed, numRuns: 1 });
  if (scenario === undefined) throw new Error(`seed ${seed} gives no scenario`);
  return scenario;
}

interface Profiles {
  readonly source: [string, ...string[]];
  readonly destination: [string, ...string[]];
}

/** Who asks for each side, and who once their keys have ended. */
export function profilesOf({ way, expiry }: Scenario): Profiles {
  const [source, destination] = {
    upload: ["reader", "writer"],
    download: ["reader", "reader"],
    copy: ["both", "both"],
    stream: ["reader", "writer"],
  }[way] as [string, string];
  const next = (profile: string): string[] => (expiry === "renewed" ? [`${profile}-2`] : []);
  return {
    source: [source, ...next(source)],
    destination: [destination, ...next(destination)],
  };
}
