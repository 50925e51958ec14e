import { DEFAULT_SYNC_OPTIONS, type Place, runSync, type SyncEvent } from "../../src/sync/index.ts";
import { seededChoices } from "./choices.ts";
import { type Bench, setUp } from "./fault-bench.ts";
import { troubleLookups } from "./fault-resolver.ts";
import { profilesOf, scenarioOf, type Way } from "./fault-scenario.ts";
import type { FaultStage } from "./fault-stage.ts";
import {
  exitOf,
  orphansIn,
  problemsAfter,
  problemsAfterCalm,
  untaggedIn,
} from "./fault-verdict.ts";

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

/** Runs one sync of random trees with random flags through random faults, then once without any. */
export async function faultRun(stage: FaultStage, seed: number): Promise<FaultRun> {
  const scenario = scenarioOf(seed);
  const bench = await setUp(stage, scenario, seed);
  try {
    return await play(bench);
  } finally {
    await bench.close();
  }
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

async function run(bench: Bench, way: "troubled" | "straight"): Promise<readonly SyncEvent[]> {
  const { stage, scenario } = bench;
  const { attempts, percent } = scenario;
  // Where answers fail to come, they are given up soon; elsewhere a busy machine must not seem to be a fault.
  const patience = way === "troubled" && percent > 0 ? { attempts, timeoutMs: 250 } : { attempts };
  const profiles = profilesOf(scenario);
  const source = stage.store({ bucket: "source", way, profiles: profiles.source, ...patience });
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
