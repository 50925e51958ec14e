// A sync that finds nothing to do, of so many synthetic keys, with so much time for each request, by 1, 2 and 4 workers and by one ordinary process:
// `npm run bench:fleet -- --server BINARY [--objects N] [--latency MS] [--main FILE]`, a million at 30 ms
// where nothing is said, where BINARY is the stand-in for S3 (bench/sync/stand-in.ts).
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Redis } from "ioredis";
import { startRedis } from "../test/fleet/redis-server.ts";
import { startStandIn } from "./sync/stand-in.ts";

const WORKERS = [1, 2, 4] as const;
const WANTED = { two: 1.8, four: 3, queueShare: 0.05 };
/** What `/proc` counts processors' time in. */
const TICKS = 100;

const { values } = parseArgs({
  options: {
    server: { type: "string" },
    objects: { type: "string", default: "1000000" },
    latency: { type: "string", default: "30" },
    main: { type: "string", default: join(import.meta.dirname, "..", "dist", "cli", "main.js") },
  },
});
const objects = Number(values.objects);
const latencyMs = Number(values.latency);
const bed = await startStandIn(values.server ?? "s3bench");
const redis = await startRedis();
const reader = new Redis(redis.url);
const env = {
  PATH: process.env["PATH"],
  AWS_ACCESS_KEY_ID: bed.access.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: bed.access.credentials.secretAccessKey,
  AWS_REGION: bed.access.region,
  SLUICE_REDIS: redis.url,
};

interface Measured {
  readonly seconds: number;
  readonly s3Requests: number;
  /** Ranges that went through the queue. */
  readonly jobs: number;
  readonly redisCommands: number;
  /** Processors' time in seconds, of all processes of a kind. */
  readonly cpu: {
    readonly workers: number;
    readonly leader: number;
    readonly redis: number;
    readonly standIn: number;
  };
  /** Cores that all processes, the stand-in and Redis too, had on average. */
  readonly cores: number;
  readonly leaderMib: number;
}

try {
  const at = { latencyMs, connectionMbps: 0, copyMbps: 0, https: false };
  await bed.place(at);
  const [from, to] = [await bed.source(objects, 1_000), await bed.twin(objects, 1_000)];
  const line = [uriOf(from), uriOf(to), "--endpoint-url", bed.access.url, "--no-check"];
  const alone = await measure(line, 0);
  tell("one process", alone);
  const byWorkers = new Map<number, Measured>();
  for (const workers of WORKERS) {
    const measured = await measure([...line, "--on", "fleet"], workers);
    byWorkers.set(workers, measured);
    tell(`${workers} workers`, measured);
  }
  const [one, two, four] = WORKERS.map((workers) => byWorkers.get(workers)?.seconds ?? Infinity);
  const ratios = { two: ratio(one, two), four: ratio(one, four) };
  // What one process would not have asked for, and what went through the queue.
  const last = byWorkers.get(4);
  const more = (last?.s3Requests ?? Infinity) - alone.s3Requests + (last?.jobs ?? 0);
  const queueShare = ratio(more, alone.s3Requests);
  const ok =
    ratios.two >= WANTED.two && ratios.four >= WANTED.four && queueShare <= WANTED.queueShare;
  const figures = { ...ratios, queueShare, alone, ...Object.fromEntries(byWorkers) };
  const cores = availableParallelism();
  process.stdout.write(
    `${JSON.stringify({ bench: "fleet", ok, objects, latencyMs, cores, figures })}\n`,
  );
} finally {
  reader.disconnect();
  await Promise.all([bed.stop(), redis.stop()]);
}

function uriOf(place: { readonly bucket: string } | string): string {
  if (typeof place === "string") throw new Error(place);
  return `s3://${place.bucket}`;
}

function ratio(a = Number.NaN, b = Number.NaN): number {
  return Number((a / b).toFixed(3));
}

/** Runs the sync with so many workers that wait for it already. */
async function measure(line: readonly string[], count: number): Promise<Measured> {
  await reader.flushall();
  const workers = Array.from({ length: count }, () => start(["worker"]));
  await Promise.all(workers.map((worker) => once(worker.stderr ?? worker, "data")));
  await bed.countAnew();
  const commandsBefore = await commands();
  const before = { workers: cpuOf(workers), redis: await redisCpu() };
  const beganMs = performance.now();
  const leader = start(["sync", ...line]);
  let [leaderMib, leaderCpu] = [0, 0];
  const look = setInterval(() => {
    leaderMib = Math.max(leaderMib, peakMib(leader));
    leaderCpu = Math.max(leaderCpu, cpuOf([leader]));
  }, 100);
  const [exit] = (await once(leader, "exit")) as [number | null];
  clearInterval(look);
  const seconds = (performance.now() - beganMs) / 1000;
  const counts = (await bed.counts()) ?? { operations: {}, cpuSeconds: 0 };
  const cpu = {
    workers: cpuOf(workers) - before.workers,
    leader: leaderCpu,
    redis: (await redisCpu()) - before.redis,
    standIn: counts.cpuSeconds,
  };
  const used = Object.values(cpu).reduce((sum, each) => sum + each, 0);
  const jobs = Number((await reader.get("sluice:fleet:id")) ?? 0);
  const redisCommands = (await commands()) - commandsBefore;
  for (const worker of workers) worker.kill("SIGKILL");
  if (exit !== 0) throw new Error(`the sync ended with exit code ${exit}`);
  const s3Requests = Object.values(counts.operations).reduce((sum, each) => sum + each, 0);
  return { seconds, s3Requests, jobs, redisCommands, cpu, cores: used / seconds, leaderMib };
}

function tell(
  name: string,
  { seconds, cores, cpu, s3Requests, jobs, redisCommands }: Measured,
): void {
  const took = Object.entries(cpu).map(([kind, spent]) => `${kind} ${spent.toFixed(1)}`);
  const speed = Math.round(objects / seconds).toLocaleString("en");
  process.stderr.write(
    `${name}: ${seconds.toFixed(2)} s, ${speed} keys/s, ${cores.toFixed(2)} cores (seconds: ${took.join(", ")}), ${s3Requests} requests to S3, ${jobs} ranges, ${redisCommands} commands to Redis\n`,
  );
}

function start(words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [values.main, ...words], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function commands(): Promise<number> {
  const said = /^total_commands_processed:(\d+)/m.exec(await reader.info("stats"));
  return Number(said?.[1]);
}

async function redisCpu(): Promise<number> {
  const text = await reader.info("cpu");
  return ["user", "sys"]
    .map((kind) => Number(new RegExp(`^used_cpu_${kind}:([\\d.]+)`, "m").exec(text)?.[1]))
    .reduce((sum, seconds) => sum + seconds, 0);
}

/** Seconds of processors' time that processes have had. */
function cpuOf(processes: readonly ChildProcess[]): number {
  return processes
    .map(({ pid }) => {
      const fields = procFile(pid, "stat").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
    })
    .reduce((sum, seconds) => sum + seconds, 0);
}

function peakMib({ pid }: ChildProcess): number {
  return Number(/^VmHWM:\s*(\d+)/m.exec(procFile(pid, "status"))?.[1] ?? 0) / 1024;
}

/** Nothing of a process that is gone. */
function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid ?? 0}/${name}`, "utf8");
  } catch {
    return "";
  }
}
