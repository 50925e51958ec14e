import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

/** A running S3 stand-in. */
export interface StandInServer {
  readonly url: string;
  stop(): void;
}

/** Compiles the stand-in from `benchDir` into `folder` and starts it; undefined when there is none. */
export async function startStandIn(
  benchDir: string,
  folder: string,
): Promise<StandInServer | undefined> {
  const source = join(benchDir, "s3bench.cpp");
  if (!existsSync(source)) return undefined;
  const binary = join(folder, "s3bench");
  await promisify(execFile)("g++", ["-O2", "-std=c++17", "-pthread", "-o", binary, source]);
  const port = await freePort();
  const server = spawn(binary, ["--port", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/__stats`);
  return { url, stop: () => void server.kill() };
}

function freePort(): Promise<number> {
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

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(url);
      return;
    } catch {
      await delay(50);
    }
  }
  throw new Error(`the stand-in server does not answer at ${url}`);
}
