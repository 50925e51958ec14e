import { join } from "node:path";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import {
  applyGrant,
  check,
  grant,
  readWorldFile,
  sync,
  type SyncReport,
  type SyncRequest,
  UsageError,
} from "../../src/index.ts";
import type { Lab } from "../../src/lab/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const WORLD = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
const between = { source: `s3://${STORY.source}`, destination: `s3://${STORY.destination}` };
const asOne = { ...between, profile: "dev-a", ownerProfiles: ["dev-b"] };
let lab: Lab;
let home: string;

beforeAll(async () => {
  lab = await startStoryLab();
  home = await openHome(lab.awsConfig());
});

afterAll(async () => {
  await lab.close();
  await closeHome(home);
});

async function eventsOf(events: AsyncIterable<SyncReport>): Promise<readonly SyncReport[]> {
  const all: SyncReport[] = [];
  for await (const event of events) all.push(event);
  return all;
}

test("a sync that lacks a permission is refused before byte one, with what stops it", async () => {
  const events = await eventsOf(sync(asOne));
  expect(events).toMatchObject([{ type: "refused", check: { verdict: "denied" } }]);
});

test("a signal that is aborted cancels a sync", async () => {
  const events = await eventsOf(sync({ ...asOne, check: false, signal: AbortSignal.abort() }));
  expect(events.slice(-2)).toMatchObject([{ type: "cancelled" }, { type: "done", exitCode: 130 }]);
});

test("each verb takes a world, by its path or as it was read", async () => {
  const byPath = await check({ ...asOne, world: WORLD });
  const asRead = await check({ ...asOne, world: await readWorldFile(WORLD) });
  expect(byPath.verdict).toBe("denied");
  expect(asRead.findings).toEqual(byPath.findings);
  const [proposal] = await grant({ ...asOne, world: WORLD });
  expect(proposal?.edits.map(({ document }) => document.kind)).toEqual(["bucketPolicy"]);
});

test("a probe is tried with AWS, and with no world", async () => {
  const { probes = [] } = await check({ ...asOne, probe: true });
  expect(probes.map(({ operation, outcome }) => `${operation} ${outcome}`)).toContain(
    "ListObjectsV2 denied",
  );
  await expect(check({ ...asOne, probe: true, world: WORLD })).rejects.toThrow(UsageError);
});

test("a grant is not written over a policy that has changed since", async () => {
  const [proposal] = await grant(asOne);
  const edits = proposal?.edits ?? [];
  expect(await applyGrant(asOne, edits)).toHaveLength(1);
  await expect(applyGrant(asOne, edits)).rejects.toThrow("it is not the one that was read");
  expect((await eventsOf(sync(asOne))).at(-1)).toMatchObject({ type: "done", exitCode: 0 });
});

test("ends that make no sync are a usage error", async () => {
  await expect(check({ source: "a", destination: "b" })).rejects.toThrow(UsageError);
});

// The compiler holds it.
test("a sync is run by who signs in, so no principal can be named for it", () => {
  expectTypeOf<SyncRequest>().not.toHaveProperty("principal");
  expectTypeOf<SyncRequest>().toHaveProperty("vpcEndpoint");
});
