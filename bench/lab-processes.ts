import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Load, LoadResult } from "./lab-load.ts";
import type { Signing } from "./lab-requests.ts";

/** A server in a process of its own. */
export interface Server {
  readonly signing: Signing;
  /** From the command to the first answer. */
  readonly startMs: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const BUILT = join(import.meta.dirname, "..", "dist", "cli", "main.js");
const NOBODY: Signing = {
  port: 0,
  region: "us-east-1",
  credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
};

/** Starts the built lab as the command line does. */
export async function startLab(
  folder: string,
  { world, data }: { readonly world: string; readonly data?: string },
): Promise<Server> {
  const config = join(folder, "aws.ini");
  // The first `fetch` of a process loads what it needs: that is not the lab's.
  await fetch("data:,");
  const begunMs = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[BUILT, "lab", "--world", world, "--port", "0", "--write-aws-config", config],
      ...(data === undefined ? [] : ["--data", data]),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  endsWithUs(child);
  await once(createInterface(child.stdout), "line");
  const text = await readFile(config, "utf8");
  const valueOf = (name: string): string =>
    new RegExp(`^${name} = (.*)$`, "m").exec(text)?.[1] ?? "";
  const url = valueOf("endpoint_url");
  await fetch(url);
  const startMs = performance.now() - begunMs;
  const signing = {
    port: Number(new URL(url).port),
    region: valueOf("region"),
    credentials: {
      accessKeyId: valueOf("aws_access_key_id"),
      secretAccessKey: valueOf("aws_secret_access_key"),
    },
  };
  return { signing, startMs, pid: child.pid ?? 0, stop: () => stop(child, "SIGINT") };
}

/** Starts the plain file server over a directory. */
export async function startPlain(directory: string): Promise<Server> {
  const script = join(import.meta.dirname, "plain-server.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  endsWithUs(child);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    signing: { ...NOBODY, port: Number(line) },
    startMs: Number.NaN,
    pid: child.pid ?? 0,
    stop: () => stop(child, "SIGKILL"),
  };
}

/** Starts moto server; undefined where there is none. */
export async function startMoto(port: number): Promise<Server | undefined> {
  const child = spawn("moto_server", ["-p", String(port)], { stdio: "ignore" });
  endsWithUs(child);
  const failed = once(child, "error").then(
    () => true,
    () => true,
  );
  for (let attempt = 0; attempt < 60; attempt++) {
    const answered = await Promise.race([
      failed.then(() => "failed"),
      fetch(`http://127.0.0.1:${port}/`).then(
        () => "ready",
        () => new Promise<string>((resolve) => setTimeout(resolve, 500, "waiting")),
      ),
    ]);
    if (answered === "failed") return undefined;
    if (answered === "ready") {
      const server = { signing: { ...NOBODY, port }, startMs: Number.NaN, pid: child.pid ?? 0 };
      return { ...server, stop: () => stop(child, "SIGKILL") };
    }
  }
  await stop(child, "SIGKILL");
  return undefined;
}

/** A benchmark that fails leaves no server behind. */
function endsWithUs(child: ChildProcess): void {
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}

async function stop(child: ChildProcess, signal: "SIGINT" | "SIGKILL"): Promise<void> {
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** Runs a load in a process of its own. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const script = join(import.meta.dirname, "lab-load.ts");
  const child = fork(script, { execArgv: ["--import", "tsx"] });
  endsWithUs(child);
  child.send(load);
  const [result] = (await once(child, "message")) as [LoadResult];
  return result;
}

/** Milliseconds of processor time that a process has used, to the hundredth of a second. */
export async function processorMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory in MiB: all of it, and what is not pages of files. */
export async function residentMb(pid: number): Promise<{ all: number; own: number }> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  const valueOf = (name: string): number =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0) / 1024);
  return { all: valueOf("VmRSS"), own: valueOf("RssAnon") };
}
