import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillBucket, keyOf } from "./lab-fill.ts";
import {
  processorMs,
  residentMb,
  runLoad,
  type Server,
  startLab,
  startMoto,
  startPlain,
} from "./lab-processes.ts";
import { type Signing, wireRequest } from "./lab-requests.ts";
import { timeResets } from "./lab-reset.ts";
import { BENCH_WORLD, BUCKET } from "./lab-world.ts";
import { timeBody } from "./large-body.ts";
import { median } from "./median.ts";

const KEYS = 1000;
const MILLION = 1_000_000;
const CONNECTIONS = 32;
const MEBIBYTES = 1024;
const RUNS = 3;

type Figures = Record<string, number | null>;

function requestsOf(signing: Signing, method: "GET" | "PUT"): readonly string[] {
  const body = method === "PUT" ? { body: "x".repeat(100) } : {};
  return Array.from({ length: KEYS }, (_, number) =>
    wireRequest(signing, { method, path: `/${BUCKET}/${keyOf(number)}`, ...body }),
  );
}

/** Answers a second, and microseconds of the server's processor for each. */
async function measureLoad(
  { pid, signing }: Server,
  requests: readonly string[],
  seconds: number,
): Promise<{ readonly perSecond: number; readonly microseconds: number }> {
  const before = await processorMs(pid);
  const load = { port: signing.port, connections: CONNECTIONS, seconds, requests };
  const { perSecond, answers, refused } = await runLoad(load);
  if (refused > 0) throw new Error(`${refused} of ${answers} requests were refused`);
  const used = (await processorMs(pid)) - before;
  return { perSecond, microseconds: Math.round((used * 1000) / answers) };
}

async function measureSmall(folder: string, world: string): Promise<Figures> {
  const server = await startLab(folder, { world });
  const put = await measureLoad(server, requestsOf(server.signing, "PUT"), 5);
  const get = await measureLoad(server, requestsOf(server.signing, "GET"), 5);
  await server.stop();
  const lasting = await startLab(folder, { world, data: join(folder, "puts") });
  const kept = await measureLoad(lasting, requestsOf(lasting.signing, "PUT"), 5);
  await lasting.stop();
  return {
    getsPerSecond: get.perSecond,
    getProcessorMicroseconds: get.microseconds,
    putsPerSecond: put.perSecond,
    putProcessorMicroseconds: put.microseconds,
    putsPerSecondWithData: kept.perSecond,
    startMs: Math.round(server.startMs),
  };
}

async function measureReset(): Promise<Figures> {
  return { resetMs: Number(median(await timeResets()).toFixed(2)) };
}

async function measureMoto(): Promise<Figures> {
  const server = await startMoto(5999);
  if (server === undefined) return { motoGetsPerSecond: null, motoPutsPerSecond: null };
  const { port } = server.signing;
  await fetch(`http://127.0.0.1:${port}/${BUCKET}`, { method: "PUT" });
  const put = await measureLoad(server, requestsOf(server.signing, "PUT").slice(0, 100), 5);
  const get = await measureLoad(server, requestsOf(server.signing, "GET").slice(0, 100), 5);
  await server.stop();
  return { motoGetsPerSecond: get.perSecond, motoPutsPerSecond: put.perSecond };
}

async function measureMillion(folder: string, world: string): Promise<Figures> {
  const data = join(folder, "million");
  await (await startLab(folder, { world, data })).stop();
  await fillBucket(data, { bucket: BUCKET, count: MILLION });
  const server = await startLab(folder, { world, data });
  const pagesFrom = (number: number): Promise<{ readonly microseconds: number }> => {
    const query = `list-type=2&max-keys=1000&start-after=${encodeURIComponent(keyOf(number))}`;
    return measureLoad(
      server,
      [wireRequest(server.signing, { method: "GET", path: `/${BUCKET}`, query })],
      5,
    );
  };
  const first = await pagesFrom(0);
  const last = await pagesFrom(MILLION - 2000);
  const puts = await measureLoad(server, requestsOf(server.signing, "PUT"), 3);
  const scattered = Array.from({ length: KEYS }, (_, i) =>
    wireRequest(server.signing, {
      method: "GET",
      path: `/${BUCKET}/${keyOf((i * 199_999) % MILLION)}`,
    }),
  );
  const gets = await measureLoad(server, scattered, 3);
  const { all, own } = await residentMb(server.pid);
  await server.stop();
  return {
    listProcessorMs: first.microseconds / 1000,
    listLastProcessorMs: last.microseconds / 1000,
    getsPerSecondAmongMillion: gets.perSecond,
    putsPerSecondAmongMillion: puts.perSecond,
    startMsWithMillion: Math.round(server.startMs),
    residentMb: all,
    ownMb: own,
  };
}

async function measureLarge(folder: string, world: string): Promise<Figures> {
  const lab = await startLab(folder, { world });
  const plain = await startPlain(folder);
  const seconds = { put: [] as number[], get: [] as number[] };
  const plainSeconds = { put: [] as number[], get: [] as number[] };
  for (let run = 0; run < RUNS; run++) {
    for (const [server, times] of [
      [lab, seconds],
      [plain, plainSeconds],
    ] as const) {
      const body = { path: `/${BUCKET}/large`, mebibytes: MEBIBYTES };
      times.put.push(await timeBody(server.signing, { method: "PUT", ...body }));
      times.get.push(await timeBody(server.signing, { method: "GET", ...body }));
    }
  }
  await lab.stop();
  await plain.stop();
  const share = (of: "put" | "get"): number =>
    Number((median(plainSeconds[of]) / median(seconds[of])).toFixed(2));
  return {
    largePutMebibytesPerSecond: Math.round(MEBIBYTES / median(seconds.put)),
    largeGetMebibytesPerSecond: Math.round(MEBIBYTES / median(seconds.get)),
    largePutShareOfPlain: share("put"),
    largeGetShareOfPlain: share("get"),
  };
}

/** What was asked for; a figure that could not be measured counts as met. */
const WANTED: Readonly<Record<string, (value: number, figures: Figures) => boolean>> = {
  getsPerSecond: (value, { motoGetsPerSecond }) =>
    value >= 10_000 && value >= 30 * (motoGetsPerSecond ?? 0),
  putsPerSecond: (value, { motoPutsPerSecond }) =>
    value >= 5000 && value >= 30 * (motoPutsPerSecond ?? 0),
  startMs: (value) => value < 300,
  resetMs: (value) => value < 5,
  listProcessorMs: (value) => value < 3,
  listLastProcessorMs: (value, { listProcessorMs }) => value < 1.5 * (listProcessorMs ?? 0),
  residentMb: (value) => value < 150,
  largePutShareOfPlain: (value) => value >= 0.6,
  largeGetShareOfPlain: (value) => value >= 0.6,
};

const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
try {
  const world = join(folder, "world.json");
  await writeFile(world, JSON.stringify(BENCH_WORLD));
  const figures: Figures = {};
  for (const measure of [measureSmall, measureReset, measureMoto, measureMillion, measureLarge]) {
    const measured = await measure(folder, world);
    for (const [name, value] of Object.entries(measured)) {
      process.stdout.write(`${name.padEnd(30)} ${value ?? "there is no moto_server here"}\n`);
    }
    Object.assign(figures, measured);
  }
  const missed = Object.entries(WANTED).filter(([name, isMet]) => {
    const value = figures[name];
    return typeof value === "number" && !isMet(value, figures);
  });
  process.stdout.write(
    `${JSON.stringify({ bench: "lab", ok: missed.length === 0, missed: missed.map(([name]) => name), figures })}\n`,
  );
} finally {
  await rm(folder, { recursive: true });
}
