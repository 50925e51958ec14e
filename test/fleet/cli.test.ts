import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab } from "../support/story-world.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const FILES = 60;
const BUCKET = "s3://dev-a-111111111111/in";

let lab: Lab;
let redis: RedisServer;
let home: string;

beforeAll(async () => {
  [lab, redis] = await Promise.all([startStoryLab(), startRedis()]);
  home = await mkdtemp(join(tmpdir(), "sluice-fleet-"));
  await writeFile(join(home, "config"), lab.awsConfig(), { mode: 0o600 });
  await mkdir(join(home, "tree"));
  for (let at = 0; at < FILES; at++) await writeFile(join(home, "tree", `f${at}`), `${at}`);
});

beforeEach(() => {
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([redis.stop(), lab.close(), rm(home, { recursive: true, force: true })]);
});

type Ran = Awaited<ReturnType<typeof sluiceInProcess>>;

function sluice(words: readonly string[], interrupted?: AbortSignal): Promise<Ran> {
  const env = { XDG_STATE_HOME: home, SLUICE_REDIS: redis.url };
  return sluiceInProcess(words, { cwd: home, env, ...(interrupted && { interrupted }) });
}

/** A worker in this process, until the test is over. */
function startWorker(...words: readonly string[]): Promise<Ran> {
  const stop = new AbortController();
  const worker = sluice(["worker", ...words], stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await worker;
  });
  return worker;
}

/** On a busy machine it takes a while until a command has begun. */
const SOON = { timeout: 25_000 };
const FLEET = ["--on", "fleet", "--profile", "dev-a"];

test("files go up by a worker, and both sides say what was done", async () => {
  const stop = new AbortController();
  const worker = sluice(["worker"], stop.signal);
  const reader = new Redis(redis.url);
  onTestFinished(() => {
    reader.disconnect();
  });
  const there = (): Promise<number> => reader.zcard("sluice:fleet:book:workers");
  await expect.poll(there, SOON).toBe(1);
  const ran = await sluice(["sync", "tree", BUCKET, ...FLEET]);
  stop.abort();
  const done = await worker;
  expect({ exit: ran.exit, worker: done.exit }).toEqual({ exit: 0, worker: 0 });
  expect(ran.stdout.match(/^upload: tree\/f\d+ to s3:.*$/gm)).toHaveLength(FILES);
  expect(ran.stderr).toContain("fleet     1 worker\n");
  expect(done.stdout).toMatch(/^[0-9a-f]{8} {2}after ``: 60 transferred, 0 deleted, 0 failed$/m);
  expect(done.stderr).toContain(`waiting for ranges of keys at ${redis.url}`);
});

test("what a run may not do stops it before anything is in the queue", async () => {
  const ran = await sluice(["sync", "tree", "s3://dev-b-222222222222", ...FLEET]);
  expect({ exit: ran.exit, stdout: ran.stdout }).toEqual({ exit: 3, stdout: "" });
  expect(ran.stderr).toContain("stopped before the first byte");
});

test("without a worker it says that it waits, and how to go on with it, and no secret is in Redis meanwhile", async () => {
  const stop = new AbortController();
  const run = sluice(["sync", "tree", `${BUCKET}/other`, ...FLEET], stop.signal);
  const reader = new Redis(redis.url);
  onTestFinished(() => {
    reader.disconnect();
  });
  await expect.poll(() => reader.llen("sluice:fleet:wait"), SOON).toBe(1);
  const kept = await dump(reader);
  stop.abort();
  const ran = await run;
  expect(ran.exit).toBe(130);
  expect(ran.stderr).toContain(
    `fleet     no worker is there, so the run waits; start some, on any machine: sluice worker\n  \`SLUICE_REDIS\` must hold the whole URL of Redis`,
  );
  const [, id = ""] = /^fleet {5}run ([0-9a-f]{8})$/m.exec(ran.stderr) ?? [];
  const again = `sluice sync --resume ${id} --on fleet`;
  expect(ran.stderr).toContain(`go on with: ${again}\n`);
  // The run is there, and who does it by name.
  expect(kept).toContain('"profile":"dev-a"');
  const secrets = lab.principals.flatMap(({ credentials }) => [
    credentials.secretAccessKey,
    credentials.accessKeyId,
  ]);
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  const unknown = await sluice(["sync", "--resume", "1234", "--on", "fleet"]);
  expect(unknown.stderr).toContain(
    `cannot resume run \`1234\`: it is not an unfinished run of a fleet in this Redis; unfinished are \`${id}\` (tree to ${BUCKET}/other)`,
  );
  void startWorker();
  const resumed = await sluice(again.split(" ").slice(1));
  expect({ exit: resumed.exit, out: resumed.stdout.split("\n").length - 1 }).toEqual({
    ...{ exit: 0, out: FILES },
  });
  expect(resumed.stderr).toContain(`run ${id}, which has transferred 0`);
  const none = await sluice(["sync", "--resume", "--on", "fleet"]);
  expect(none).toMatchObject({ exit: 2, stdout: "" });
  expect(none.stderr).toContain("there is no unfinished run of a fleet in this Redis");
});

test("commands to copy never hold a password, nor a URL without it", async () => {
  const locked = await startRedis([], "p@ss");
  onTestFinished(() => locked.stop());
  const { exit, stderr } = await stopWaitingRun("locked", locked.url);
  expect(exit).toBe(130);
  expect(stderr).toMatch(/machine: sluice worker\n {2}`SLUICE_REDIS` must hold the whole URL/);
  expect(stderr).toMatch(/go on with: sluice sync --resume [0-9a-f]{8} --on fleet\n/);
  expect(stderr).not.toMatch(/p@ss|p%40ss/);
});

test("without a Redis any more leader and worker say so, and the first ctrl-c ends both soon", async () => {
  const own = await startRedis();
  onTestFinished(() => own.stop());
  const stop = new AbortController();
  const at = ["--redis", own.url];
  const sync = ["sync", "tree", `${BUCKET}/gone`, ...FLEET, ...at];
  const run = sluice(sync, stop.signal);
  const reader = new Redis(own.url);
  await expect.poll(() => reader.llen("sluice:fleet:wait"), SOON).toBe(1);
  // Nothing is left to it but to wait.
  await reader.del("sluice:fleet:wait");
  const worker = sluice(["worker", ...at], stop.signal);
  await expect.poll(() => reader.zcard("sluice:fleet:book:workers"), SOON).toBe(1);
  reader.disconnect();
  await own.kill();
  await wait(6_500);
  const stoppedMs = performance.now();
  stop.abort();
  const [led, worked] = await Promise.all([run, worker]);
  expect(performance.now() - stoppedMs).toBeLessThan(6_000);
  expect([led.exit, worked.exit]).toEqual([130, 130]);
  for (const { stderr } of [led, worked]) {
    expect(stderr.match(/warning: Redis has not answered for some seconds/g)).toHaveLength(1);
    expect(stderr).toContain("cancelled: ctrl-c received");
  }
  expect(led.stderr).toMatch(/go on with: sluice sync --resume [0-9a-f]{8} --on fleet --redis /);
  expect(led.stderr).toContain("workers were not told: they go on with what waits once it does");
  expect(led.stderr).not.toContain("what workers have begun they bring to its end");
});

test("a command to copy says where Redis is where that was typed", async () => {
  const { stderr } = await stopWaitingRun("typed", redis.url);
  const [, id = ""] = /^go on with: .* --resume ([0-9a-f]{8}) /m.exec(stderr) ?? [];
  expect(stderr).toContain(`--on fleet --redis ${redis.url}\n  what workers`);
  expect(stderr).not.toContain("SLUICE_REDIS");
  await sluice(["jobs", id, "--on", "fleet", "--forget"]);
});

test("a run that was stopped is shown, and forgotten when asked for, with all that Redis has of it", async () => {
  const stop = new AbortController();
  const run = sluice(["sync", "tree", `${BUCKET}/left`, ...FLEET], stop.signal);
  const reader = new Redis(redis.url);
  onTestFinished(() => {
    reader.disconnect();
  });
  const keys = (): Promise<string[]> => reader.keys("sluice:fleet:book:run:*");
  await expect.poll(keys, SOON).toHaveLength(1);
  const [id = ""] = (await keys()).map((key) => key.slice(-8));
  const forget = ["jobs", id, "--on", "fleet", "--forget"];
  stop.abort();
  await run;
  const listed = await sluice(["jobs", "--on", "fleet"]);
  expect(listed.stdout).toBe(`${id}  0 transferred, 0 failed  tree ${BUCKET}/left\n`);
  const json = await sluice(["jobs", id, "--on", "fleet", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ v: 1, type: "fleetRun", id, phase: "copying" });
  const forgotten = await sluice([...forget, "--lang", "ja"]);
  expect(forgotten).toMatchObject({ exit: 0, stdout: "" });
  expect(forgotten.stderr).toContain(`実行 ${id} を破棄しました`);
  const gone = await sluice(["jobs", id, "--on", "fleet"]);
  expect(gone).toMatchObject({ exit: 0, stdout: "" });
  expect(gone.stderr).toBe(`there is no unfinished run \`${id}\` of a fleet in this Redis\n`);
  expect((await reader.keys("*")).filter((key) => key.includes(id))).toEqual([]);
});

/** Stops a run that nobody works for as soon as its work waits in Redis. */
async function stopWaitingRun(prefix: string, url: string): Promise<Ran> {
  const stop = new AbortController();
  const words = ["sync", "tree", `${BUCKET}/${prefix}`, ...FLEET, "--redis", url];
  const run = sluice(words, stop.signal);
  const reader = new Redis(url);
  onTestFinished(() => {
    reader.disconnect();
  });
  await expect.poll(() => reader.llen("sluice:fleet:wait"), SOON).toBe(1);
  stop.abort();
  return run;
}

/** All that Redis holds, as text. */
async function dump(reader: Redis): Promise<string> {
  const texts: string[] = [];
  for (const key of await reader.keys("*")) {
    const type = await reader.type(key);
    if (type === "string") texts.push((await reader.get(key)) ?? "");
    if (type === "hash") texts.push(JSON.stringify(await reader.hgetall(key)));
    if (type === "list") texts.push(JSON.stringify(await reader.lrange(key, 0, -1)));
    if (type === "zset") texts.push(JSON.stringify(await reader.zrange(key, "0", "-1")));
    if (type === "stream") texts.push(JSON.stringify(await reader.xrange(key, "-", "+")));
  }
  return texts.join("\n");
}

test("a worker that sees other files than the leader leaves the run to others, and says why", async () => {
  const moved = join(home, "moved");
  await mkdir(moved);
  await writeFile(join(moved, "a"), "a");
  const stop = new AbortController();
  const run = sluice(["sync", "moved", `${BUCKET}/moved`, ...FLEET], stop.signal);
  const reader = new Redis(redis.url);
  onTestFinished(() => {
    reader.disconnect();
  });
  await expect.poll(() => reader.llen("sluice:fleet:wait"), SOON).toBe(1);
  await rm(join(moved, "a"));
  const leaves = new AbortController();
  const lost = sluice(["worker"], leaves.signal);
  await expect.poll(() => reader.zcard("sluice:fleet:delayed"), SOON).toBeGreaterThan(0);
  leaves.abort();
  const left = await lost;
  expect(left.exit).toBe(0);
  expect(left.stderr).toContain(`warning: cannot read source \`${moved}\` here: nothing is there`);
  await writeFile(join(moved, "a"), "a");
  void startWorker();
  expect(await run).toMatchObject({ exit: 0 });
});

test.each([
  [["sync", BUCKET, "back", ...FLEET], "its workers would each write"],
  [["sync", "tree", BUCKET, ...FLEET, "--verify"], "its workers do not heed `--verify`"],
  [
    ["sync", "tree", BUCKET, ...FLEET, "--backup-to", "s3://dev-a-old"],
    "do not heed `--backup-to`",
  ],
  [
    ["sync", "tree", BUCKET, ...FLEET, "--sse-c", "--sse-c-key", "k".repeat(32)],
    "would have to be kept in Redis",
  ],
  [["sync", "tree", BUCKET, ...FLEET, "--plan", "p"], "cannot use `--plan` with `--on fleet`"],
  [["sync", "tree", BUCKET, ...FLEET, "--failed-ranges"], "none did in the last run"],
  [["sync", "--resume", "1", ...FLEET, "--failed-ranges"], "cannot take `--failed-ranges` with"],
  [
    ["sync", "--resume", "1", ...FLEET, "--journal", "j"],
    "cannot use `--journal` with `--on fleet`",
  ],
  [["jobs", "--on", "fleet", "--forget"], "cannot use `--forget` alone: say which run"],
  [["jobs", "TYPO", "--on", "fleet", "--forget"], "cannot forget run `TYPO`: Redis knows no"],
  [["jobs", "--forget"], "cannot use `--forget` alone: it is for `--on fleet`"],
  [["sync", "tree", BUCKET, "--failed-ranges"], "cannot use `--failed-ranges` alone"],
  [["sync", "tree", BUCKET, ...FLEET, "--redis", "redis://127.0.0.1:1"], "cannot reach Redis at"],
])("refused before work starts: %j", async (words, text) => {
  const { exit, stdout, stderr } = await sluice(words);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toContain(text);
  const japanese = await sluice([...words, "--lang", "ja"]);
  expect(japanese.stderr).toMatch(/[ぁ-ん]/);
});

test("a directory without files empties no destination, and is refused at once, as on one machine", async () => {
  await mkdir(join(home, "nothing"));
  void startWorker();
  const to = `${BUCKET}/kept`;
  expect(await sluice(["sync", "tree", to, ...FLEET])).toMatchObject({ exit: 0 });
  const line = ["sync", "nothing", to, "--profile", "dev-a", "--delete"];
  const alone = await sluice(line);
  const { exit, stdout, stderr } = await sluice([...line, "--on", "fleet"]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toContain(`refused to delete ${FILES} objects from \`${to}\``);
  expect(stderr).toContain(alone.stderr);
  expect((await sluice(["sync", "tree", to, ...FLEET])).stdout).toBe("");
});

test("a fleet that nobody names is asked for", async () => {
  const words = ["worker", "--redis", ""];
  expect(await sluice(words)).toMatchObject({ exit: 2, stdout: "" });
});
