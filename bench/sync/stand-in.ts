import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Bed } from "./bed.ts";
import { createBucket } from "./s3-requests.ts";

const DESTINATION = "bench-destination";
const ANYONE = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" };

interface Stats {
  readonly ops: Readonly<Record<string, number>>;
  readonly keys_listed: number;
  readonly cpu_user_s: number;
  readonly cpu_sys_s: number;
}

/** Builds the stand-in from its source into a directory. */
export async function buildStandIn(sourceDirectory: string, into: string): Promise<string> {
  const binary = join(into, "stand-in");
  const source = join(sourceDirectory, "s3bench.cpp");
  await promisify(execFile)("g++", ["-O2", "-std=c++17", "-pthread", "-o", binary, source]);
  return binary;
}

/** Starts a stand-in of our own. */
export async function startStandIn(binary: string): Promise<Bed> {
  const port = await freePort();
  const child = spawn(binary, ["--port", String(port)], { stdio: "ignore" });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  const failed = once(child, "error").then(([error]) => error as Error);
  const url = `http://127.0.0.1:${port}`;
  const isReady = await Promise.race([failed, untilStandIn(url)]);
  if (isReady !== true) {
    kill();
    throw new Error(`no stand-in server answers that was started as \`${binary}\``);
  }
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    const exited = once(child, "exit");
    kill();
    await exited;
  };
  return standInAt(url, stop);
}

/** Whether a stand-in answers at a URL. */
export async function isStandIn(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/__stats`);
    return answer.ok && (await answer.text()).startsWith('{"ops":');
  } catch {
    return false;
  }
}

/** A stand-in that runs: its buckets named `synthetic-…` are computed, not stored. */
export function standInAt(url: string, stop: () => Promise<void>): Bed {
  const access = { url, region: "us-east-1", credentials: ANYONE };
  const ask = async (path: string): Promise<string> => {
    const answer = await fetch(url + path);
    if (!answer.ok) throw new Error(`${url}${path} was answered with ${answer.status}`);
    return answer.text();
  };
  const shapeOf = (objects: number): string => (objects < 1000 ? "flat" : "dirs");
  // The stand-in counts its processor's time from its start.
  let cpuBefore = 0;
  const stats = async (): Promise<Stats> => JSON.parse(await ask("/__stats")) as Stats;
  const cpuOf = ({ cpu_user_s, cpu_sys_s }: Stats): number => cpu_user_s + cpu_sys_s;
  return {
    says: `the stand-in at ${url}`,
    access,
    place: async ({ latencyMs, connectionMbps, copyMbps }) => {
      await ask(`/__config?latency=${latencyMs}&conn-mbps=${connectionMbps}&copy-mbps=${copyMbps}`);
      return undefined;
    },
    source: async (objects, bytesEach) => {
      const bucket = `synthetic-${objects}-${shapeOf(objects)}-${bytesEach}`;
      // The first request for it computes it.
      await ask(`/__count?bucket=${bucket}`);
      return { bucket };
    },
    twin: async (objects, bytesEach) => {
      const bucket = `synthetic-${objects}-${shapeOf(objects)}-${bytesEach}-b`;
      await ask(`/__count?bucket=${bucket}`);
      return { bucket };
    },
    emptyBucket: async () => {
      await ask("/__wipe");
      await createBucket(access, DESTINATION);
      return DESTINATION;
    },
    keepBytes: async (keep) => {
      await ask(`/__config?discard=${keep ? 0 : 1}`);
      return keep ? "kept" : "forgotten";
    },
    countAnew: async () => {
      await ask("/__reset");
      cpuBefore = cpuOf(await stats());
    },
    counts: async () => {
      const now = await stats();
      return {
        operations: now.ops,
        keysListed: now.keys_listed,
        cpuSeconds: cpuOf(now) - cpuBefore,
      };
    },
    stop,
  };
}

/** A port of 127.0.0.1 that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address instanceof Object) resolve(address.port);
        else reject(new Error("the operating system gave no port"));
      });
    });
  });
}

async function untilStandIn(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await isStandIn(url)) return true;
    await delay(50);
  }
  return false;
}
