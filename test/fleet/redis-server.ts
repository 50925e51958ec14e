import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";

/** A Redis of its own on a free port, which keeps everything on disk where it is to be started anew. */
export interface RedisServer {
  readonly url: string;
  /** Kills it, and starts it with what it has on disk. */
  restart(): Promise<void>;
  /** Kills it for good; what it has on disk stays until `stop`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Debian's `redis-server`; throws where it is not installed. */
export async function startRedis(
  options: readonly string[] = [],
  password = "",
): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), "sluice-redis-"));
  const port = await freePort();
  const user = password === "" ? "" : `:${encodeURIComponent(password)}@`;
  const url = `redis://${user}127.0.0.1:${port}`;
  const line = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", directory, "--save", ""];
  if (password !== "") line.push("--requirepass", password);
  let server = await begin([...line, ...options], url);
  return {
    url,
    restart: async () => {
      await kill(server);
      server = await begin([...line, ...options], url);
    },
    kill: () => kill(server),
    stop: async () => {
      await kill(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function begin(line: readonly string[], url: string): Promise<ChildProcess> {
  const server = spawn("redis-server", line, { stdio: "ignore" });
  const failed = once(server, "error").then(() => {
    throw new Error(
      "cannot start `redis-server`: these tests need it; install Debian's package `redis-server`",
    );
  });
  await Promise.race([failed, answering(url)]);
  failed.catch(() => undefined);
  return server;
}

async function answering(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  try {
    // While it reads what it has on disk it answers `LOADING`.
    for (let tries = 0; tries < 500; tries++) {
      if ((await redis.ping().catch(() => "")) === "PONG") return;
      await wait(20);
    }
    throw new Error(`Redis at \`${url}\` does not answer`);
  } finally {
    redis.disconnect();
  }
}

async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
