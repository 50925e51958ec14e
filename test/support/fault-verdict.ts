import { readdirSync } from "node:fs";
import type { OpenBucketStore } from "../../src/client/index.ts";
import { type ObjectHead, reportLine, type SyncEvent, type Tag } from "../../src/sync/index.ts";
import { type Bench, hasManyTags, nameOf } from "./fault-bench.ts";
import { readTree } from "./read-tree.ts";

/** How a run says that it has ended. */
export function exitOf(events: readonly SyncEvent[]): number | undefined {
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

/** What is not as a run through faults says it is. */
export async function problemsAfter(
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
export function untaggedIn(bench: Bench, events: readonly SyncEvent[]): ReadonlySet<string> {
  const warned = events.flatMap((event) => {
    // A run that went no further has not tagged what it had written by then.
    if (event.type === "fatal") return [...bench.want.sent];
    const isUntagged = event.type === "warning" && event.code === "tags-not-written";
    if (isUntagged) return [nameOf(bench, event.at)];
    return event.type === "failed" ? [nameOf(bench, event.to)] : [];
  });
  return new Set(warned.filter(hasManyTags));
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
export async function orphansIn(
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

/** What is not done after another run, through no faults. */
export async function problemsAfterCalm(
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
