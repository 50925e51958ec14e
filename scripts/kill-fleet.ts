// Kills the workers of a fleet, whoever leads it, and its Redis (which keeps an append-only file) with SIGKILL at random moments, in 100
// runs or as many as are given: `npm run build && npx tsx scripts/kill-fleet.ts 100 [--seed N]`. Uploads and copies by turns, with
// deletions in half of them. What is there in the end must be what a run on one machine leaves. Ends with one line of JSON.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type _Object, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type KillStage, playFleetRound } from "../test/fleet/kill-round.ts";
import { startRedis } from "../test/fleet/redis-server.ts";
import { openSlowDoor } from "../test/fleet/slow-door.ts";
import { readKillRequest } from "../test/support/kill-request.ts";
import { startStoryLab } from "../test/support/story-world.ts";

const FILES = 2_400;
const STALE = 40;
const LATENCY_MS = 10;
const BUCKET = "dev-a-111111111111";
const KINDS = ["upload", "copy"] as const;

const { times, seed, main, random, stop } = readKillRequest("100");
const home = await mkdtemp(join(tmpdir(), "sluice-kill-fleet-"));
const lab = await startStoryLab();
const door = await openSlowDoor(lab.url, LATENCY_MS);
const redis = await startRedis(["--appendonly", "yes", "--appendfsync", "everysec"]);
const s3 = new S3Client({
  endpoint: lab.url,
  region: "ap-northeast-1",
  forcePathStyle: true,
  credentials: lab.principal("dev-a").credentials,
});
const config = join(home, "config");
await writeFile(config, lab.awsConfig().replaceAll(lab.url, door.url), { mode: 0o600 });
const env = {
  PATH: process.env["PATH"],
  HOME: home,
  LANG: "en_US.UTF-8",
  AWS_CONFIG_FILE: config,
  AWS_SHARED_CREDENTIALS_FILE: join(home, "none"),
};
const stage: KillStage = { main, redis, env, random };
const SHARED = ["--profile", "dev-a", "--no-check", "--page-size", "100"];
const tree = join(home, "tree");

const totals = { rounds: 0, workersKilled: 0, leadersKilled: 0, redisKilled: 0, writes: 0 };
const problems: string[] = [];
try {
  await makeTree();
  await sluice(["sync", tree, `s3://${BUCKET}/from`, ...SHARED]);
  const wanted = await listed("from/");
  while (totals.rounds < times && !stop.aborted) {
    const kind = KINDS[totals.rounds % KINDS.length] ?? "upload";
    const prefix = `round-${totals.rounds}/`;
    const deletes = random() < 0.5;
    if (deletes) await makeStale(prefix);
    door.writes.clear();
    const source = kind === "upload" ? tree : `s3://${BUCKET}/from`;
    const words = [source, `s3://${BUCKET}/${prefix}`, ...SHARED, "--max-concurrent-requests", "6"];
    const kills = 1 + Math.floor(random() * 4);
    const round = await playFleetRound(stage, deletes ? [...words, "--delete"] : words, kills);
    totals.rounds++;
    totals.workersKilled += round.workersKilled;
    totals.leadersKilled += round.leadersKilled;
    totals.redisKilled += round.redisKilled;
    totals.writes += [...door.writes.values()].reduce((sum, count) => sum + count, 0);
    const found = await listed(prefix);
    const differ = [...wanted].filter(([key, etag]) => found.get(key) !== etag).length;
    const extra = [...found.keys()].filter((key) => !wanted.has(key)).length;
    process.stderr.write(`${JSON.stringify({ kind, deletes, ...round, differ, extra })}\n`);
    if (round.exit !== 0 || differ > 0 || extra > 0) {
      problems.push(`${prefix} ${kind}: exit ${round.exit}, ${differ} differ, ${extra} extra`);
    }
  }
} finally {
  s3.destroy();
  await Promise.all([door.close(), redis.stop()]);
  await lab.close();
  await rm(home, { recursive: true, force: true });
}
const writesPerKey = totals.writes / (totals.rounds * FILES);
const ok = problems.length === 0;
process.stdout.write(
  `${JSON.stringify({ kill: "fleet", ok, seed, ...totals, writesPerKey, problems })}\n`,
);
process.exitCode = ok ? 0 : 1;

async function makeTree(): Promise<void> {
  for (let at = 0; at < FILES; at++) {
    const directory = join(tree, `d${at % 12}`);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, `f${at}`), `${at} `.repeat(1 + (at % 500)));
  }
}

async function makeStale(prefix: string): Promise<void> {
  for (let at = 0; at < STALE; at++) {
    const Key = `${prefix}d${at % 12}/stale-${at}`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "stale" }));
  }
}

/** What is under a prefix: ETags by the rest of their keys. */
async function listed(prefix: string): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  let token: string | undefined;
  do {
    const page = { Bucket: BUCKET, Prefix: prefix, ContinuationToken: token };
    const answer = await s3.send(new ListObjectsV2Command(page));
    const objects: readonly _Object[] = answer.Contents ?? [];
    for (const { Key = "", ETag } of objects) found.set(Key.slice(prefix.length), ETag);
    token = answer.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

async function sluice(words: readonly string[]): Promise<void> {
  const line = [main, ...words, "--only-show-errors"];
  await promisify(execFile)(process.execPath, line, { env });
}
