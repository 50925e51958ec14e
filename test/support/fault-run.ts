import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import type { OpenBucketStore } from "../../src/client/index.ts";
import {
  DEFAULT_SYNC_OPTIONS,
  type ObjectHead,
  type Place,
  reportLine,
  runSync,
  type Spot,
  type SyncEvent,
  type SyncOptions,
  type Tag,
} from "../../src/sync/index.ts";
import { asFiles } from "./arbitrary-tree.ts";
import { seededChoices } from "./choices.ts";
import { troubleLookups } from "./fault-resolver.ts";
import type { FaultStage } from "./fault-stage.ts";
import { readTree } from "./read-tree.ts";
import { type Item, type ModelOutcome, modelSync, type Tree } from "./sync-model.ts";

/** What one run came to. */
export interface FaultRun {
  readonly seed: number;
  readonly way: Way;
  readonly exit: number | undefined;
  readonly sent: number;
  readonly failed: number;
  /** What may not be: empty for a good run. */
  readonly problems: readonly string[];
}

type Way = "upload" | "download" | "copy" | "stream";

interface Scenario {
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

/** Runs one sync of random trees with random flags through random faults, then once without any. */
export async function faultRun(stage: FaultStage, seed: number): Promise<FaultRun> {
  const [scenario] = fc.sample(scenarios, { seed, numRuns: 1 });
  if (scenario === undefined) throw new Error(`seed ${seed} gives no scenario`);
  const bench = await setUp(stage, scenario, seed);
  try {
    return await play(bench);
  } finally {
    await bench.close();
  }
}

/** A scenario on the stage. */
interface Bench {
  readonly stage: FaultStage;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly want: ModelOutcome;
  /** The directory of the local side, if there is one. */
  readonly root: string;
  readonly prefix: string;
  /** Past all faults. */
  readonly from: OpenBucketStore;
  readonly to: OpenBucketStore;
  readonly close: () => Promise<void>;
  /** What the first run says it has left without tags, and another sync does not look at. */
  readonly untagged: ReadonlySet<string>;
}

async function setUp(stage: FaultStage, scenario: Scenario, seed: number): Promise<Bench> {
  const from = stage.store({ bucket: "source", way: "straight", profiles: ["reader"] });
  const to = stage.store({ bucket: "destination", way: "straight", profiles: ["writer"] });
  const root = mkdtempSync(join(tmpdir(), "sluice-fault-"));
  const prefix = `run-${seed}/`;
  const { way, source, destination } = scenario;
  if (way === "upload") writeFiles(root, source);
  else await writeObjects(stage, { store: from, prefix, label: "new" }, source);
  if (way === "download") writeFiles(root, destination);
  else await writeObjects(stage, { store: to, prefix, label: "old" }, destination);
  stage.nowMs = Date.UTC(2026, 0, 1);
  const want = modelSync({ ...scenario, direction: way === "stream" ? "copy" : way });
  const close = async (): Promise<void> => {
    rmSync(root, { recursive: true, force: true });
    await Promise.all([from.close(), to.close()]);
  };
  const untagged = new Set<string>();
  return { stage, scenario, seed, want, root, prefix, from, to, close, untagged };
}

function writeFiles(root: string, content: Tree): void {
  for (const [name, { body, second }] of content) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), body);
    utimesSync(join(root, name), second, second);
  }
}

interface Seeding {
  readonly store: OpenBucketStore;
  readonly prefix: string;
  readonly label: string;
}

async function writeObjects(
  stage: FaultStage,
  { store, prefix, label }: Seeding,
  content: Tree,
): Promise<void> {
  for (const [name, { body, second }] of content) {
    stage.nowMs = second * 1000;
    const metadata = { label, size: String(body.length) };
    await store.putObject(prefix + name, body, { contentType: "text/x-test", metadata });
    await store.putObjectTagging(prefix + name, tagsFor(name, label), {});
  }
}

const MANY_TAGS = 10;

/** None, few, or more than a header takes along. */
function tagsFor(name: string, label: string): readonly Tag[] {
  const count = [0, 2, MANY_TAGS][name.length % 3] ?? 0;
  return Array.from({ length: count }, (_, number) => ({
    key: `${label}-${number}`,
    value: "v".repeat(count === MANY_TAGS ? 250 : 5),
  }));
}

async function play(bench: Bench): Promise<FaultRun> {
  const { stage, scenario, seed } = bench;
  const { percent, expiresAfter, expiry } = scenario;
  const choices = seededChoices(seed);
  const [profile] = profilesOf(scenario).destination;
  stage.proxy.trouble = {
    choices,
    percent,
    ...(expiry !== "never" && {
      expiry: {
        accessKeyId: stage.credentialsOf(profile).accessKeyId,
        afterRequests: expiresAfter,
      },
    }),
  };
  const calm = troubleLookups(choices, percent);
  const problems: string[] = [];
  let events: readonly SyncEvent[];
  try {
    events = await run(bench, "troubled");
  } finally {
    calm();
  }
  const { lostUploads } = stage.proxy;
  stage.proxy.trouble = undefined;
  problems.push(...(await problemsAfter(bench, events)));
  problems.push(...(await orphansIn(bench, events, lostUploads)));
  const again = await run(bench, "straight");
  problems.push(
    ...(await problemsAfterCalm({ ...bench, untagged: untaggedIn(bench, events) }, again)),
  );
  const done = events.at(-1);
  const counts = done?.type === "done" ? done.counts : undefined;
  return {
    seed,
    way: scenario.way,
    exit: exitOf(events),
    sent: counts?.transferred ?? 0,
    failed: counts?.failed ?? 0,
    problems,
  };
}

interface Profiles {
  readonly source: [string, ...string[]];
  readonly destination: [string, ...string[]];
}

function profilesOf({ way, expiry }: Scenario): Profiles {
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

async function run(bench: Bench, way: "troubled" | "straight"): Promise<readonly SyncEvent[]> {
  const { stage, scenario } = bench;
  const { attempts } = scenario;
  const profiles = profilesOf(scenario);
  const source = stage.store({ bucket: "source", way, profiles: profiles.source, attempts });
  const destination = stage.store({
    bucket: "destination",
    way,
    profiles: profiles.destination,
    attempts,
  });
  const job = {
    source: placeOf(bench, "source", scenario.way === "upload"),
    destination: placeOf(bench, "destination", scenario.way === "download"),
    stores: { source, destination },
    options: {
      ...DEFAULT_SYNC_OPTIONS,
      ...scenario.flags,
      through: scenario.way === "stream" ? ("stream" as const) : ("copy" as const),
    },
  };
  const events: SyncEvent[] = [];
  try {
    for await (const event of runSync(job)) events.push(event);
  } finally {
    await Promise.all([source.close(), destination.close()]);
  }
  return events;
}

function placeOf({ root, prefix }: Bench, bucket: string, isLocal: boolean): Place {
  return isLocal ? { kind: "local", path: root } : { kind: "s3", bucket, prefix };
}

function exitOf(events: readonly SyncEvent[]): number | undefined {
  const done = events.at(-1);
  return done?.type === "done" ? done.exitCode : undefined;
}

/** The destination's bodies, and of objects how they are described, by relative keys. */
interface Seen {
  readonly body: Buffer;
  readonly properties?: string;
}

async function destinationOf(bench: Bench): Promise<ReadonlyMap<string, Seen>> {
  const { scenario, root, to, prefix } = bench;
  if (scenario.way === "download") {
    const files = await readTree(root);
    return new Map([...files].map(([name, body]) => [name, { body }]));
  }
  return objectsIn(to, prefix);
}

async function objectsIn(
  store: OpenBucketStore,
  prefix: string,
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  for await (const page of store.list({ prefix })) {
    for (const { key: name } of page) {
      const { bytes, ...head } = await store.getObject(name, {});
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      const properties = propertiesOf(head, await store.getObjectTagging(name, {}));
      seen.set(name.slice(prefix.length), { body: Buffer.concat(pieces), properties });
    }
  }
  return seen;
}

function propertiesOf(
  { description }: Pick<ObjectHead, "description">,
  tags: readonly Tag[],
): string {
  const sorted = tags.map(({ key: name, value }) => `${name}=${value}`).sort();
  const { contentType, metadata = {} } = description;
  return JSON.stringify([contentType, Object.entries(metadata).sort(), sorted]);
}

/** What is not as the run says it is. */
async function problemsAfter(
  bench: Bench,
  events: readonly SyncEvent[],
): Promise<readonly string[]> {
  const seen = await destinationOf(bench);
  const told = toldMissing(bench, events);
  const exit = exitOf(events);
  const problems: string[] = [];
  if (exit === undefined) problems.push("the run did not end with `done`");
  const { percent, expiry } = bench.scenario;
  const isEasy = percent === 0 && expiry !== "final";
  if (isEasy && exit !== (seesMismatch(bench) ? 1 : 0)) problems.push("renewed keys were no help");
  for (const [name, found] of seen) {
    if (!isWhole(bench, name, found)) problems.push(`\`${name}\` is neither old nor new`);
  }
  for (const name of await differing(bench, seen)) {
    if (exit === 0 || !told.has(name))
      problems.push(`\`${name}\` is not done, and nothing says so`);
  }
  return problems.map((problem) => `${problem}\n${linesOf(events)}`);
}

function linesOf(events: readonly SyncEvent[]): string {
  return events.flatMap((event) => reportLine(event, "/")?.text ?? []).join("\n");
}

function nameOf({ root, prefix }: Bench, spot: Spot): string {
  return spot.kind === "local" ? spot.path.slice(root.length + 1) : spot.key.slice(prefix.length);
}

/** Keys that a run says are not as they should be: by name, or because it went no further. */
function toldMissing(bench: Bench, events: readonly SyncEvent[]): ReadonlySet<string> {
  const { scenario, want } = bench;
  const all = [...want.sent, ...want.deleted];
  const told = new Set<string>();
  for (const event of events) {
    if (event.type === "fatal") for (const one of all) told.add(one);
    if (event.type === "deletionsHeldBack") for (const one of want.deleted) told.add(one);
    if (event.type === "failed" || event.type === "mismatch") told.add(nameOf(bench, event.to));
    if (event.type === "warning" && scenario.flags.noOverwrite === true)
      told.add(nameOf(bench, event.at));
  }
  return told;
}

/** Also what failed may be there, without the tags that no header could carry. */
function untaggedIn(bench: Bench, events: readonly SyncEvent[]): ReadonlySet<string> {
  const warned = events.flatMap((event) => {
    const isUntagged = event.type === "warning" && event.code === "tags-not-written";
    if (isUntagged) return [nameOf(bench, event.at)];
    return event.type === "failed" ? [nameOf(bench, event.to)] : [];
  });
  return new Set(warned.filter((name) => tagsFor(name, "new").length === MANY_TAGS));
}

/** Keys whose destination is not as the model wants it. */
async function differing(
  bench: Bench,
  seen: ReadonlyMap<string, Seen>,
): Promise<readonly string[]> {
  const { want, scenario, from, prefix } = bench;
  const isCopy = scenario.way === "copy" || scenario.way === "stream";
  const sources = isCopy ? await objectsIn(from, prefix) : new Map<string, Seen>();
  const differ = [...want.destination].filter(([name, body]) => {
    const found = seen.get(name);
    if (found?.body.equals(body) !== true) return true;
    const isKept = found.properties === sources.get(name)?.properties;
    return isCopy && want.sent.has(name) && !isKept && !bench.untagged.has(name);
  });
  const extra = [...seen.keys()].filter((name) => !want.destination.has(name));
  return [...differ.map(([name]) => name), ...extra];
}

function isWhole({ scenario }: Bench, name: string, { body }: Seen): boolean {
  const isNew = scenario.source.get(name)?.body.equals(body) === true;
  return isNew || scenario.destination.get(name)?.body.equals(body) === true;
}

/** Uploads in parts that stay, and that nobody was told of. */
async function orphansIn(
  bench: Bench,
  events: readonly SyncEvent[],
  lostUploads: number,
): Promise<readonly string[]> {
  const warned = events.filter(
    (event) => event.type === "warning" && event.code === "orphaned-upload",
  ).length;
  const left = await bench.stage.uploadsUnder(bench.prefix);
  return left > warned + lostUploads
    ? [`${left} uploads in parts are left, of which ${warned} were told and ${lostUploads} lost`]
    : [];
}

/** `--verify` compares contents, also those that the other flags leave different. */
function seesMismatch({ scenario, want }: Bench): boolean {
  const { source, flags: given } = scenario;
  const differs = [...source].some(([name, { body }]) => !want.destination.get(name)?.equals(body));
  return given.verify === true && differs;
}

async function problemsAfterCalm(
  bench: Bench,
  events: readonly SyncEvent[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const differ = await differing(bench, await destinationOf(bench));
  for (const name of differ) problems.push(`\`${name}\` is not done after a second run`);
  const exit = exitOf(events);
  if (exit !== (seesMismatch(bench) ? 1 : 0)) problems.push(`a second run ends with ${exit}`);
  if (bench.scenario.way === "download") {
    const left = readdirSync(bench.root, { recursive: true, encoding: "utf8" });
    problems.push(
      ...left.filter((name) => name.includes(".sluice-")).map((name) => `\`${name}\` is left`),
    );
  }
  return problems.map((problem) => `${problem}\n${linesOf(events)}`);
}
