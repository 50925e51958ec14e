import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { OpenBucketStore } from "../../src/client/index.ts";
import type { Spot, Tag } from "../../src/sync/index.ts";
import type { Scenario } from "./fault-scenario.ts";
import type { FaultStage } from "./fault-stage.ts";
import { type ModelOutcome, modelSync, type Tree } from "./sync-model.ts";

/** A scenario on the stage. */
export interface Bench {
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

/** Puts on the stage what a scenario begins with. */
export async function setUp(stage: FaultStage, scenario: Scenario, seed: number): Promise<Bench> {
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

/** Whether an object has more tags than a header takes along. */
export function hasManyTags(name: string): boolean {
  return tagsFor(name, "new").length === MANY_TAGS;
}

/** The key of a side that a run names. */
export function nameOf({ root, prefix }: Bench, spot: Spot): string {
  return spot.kind === "local" ? spot.path.slice(root.length + 1) : spot.key.slice(prefix.length);
}
