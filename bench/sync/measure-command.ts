import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A command line with all of its environment. */
export interface Command {
  readonly words: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/** How a command's life went, from its start to its exit. */
export interface Life {
  readonly seconds: number;
  /** Of the command and all it waited for; undefined where the system does not say. */
  readonly cpuSeconds: number | undefined;
  /** The sum of each process's peak; undefined where the system does not say. */
  readonly peakMb: number | undefined;
  readonly exitCode: number | null;
  /** What it printed, the last of it. */
  readonly output: string;
  /** Whether it was stopped for taking too long. */
  readonly capped: boolean;
}

// Peaks are read from /proc, where they only grow: what is missed is what grew in the last of these.
const LOOK_EVERY_MS = 40;
const KEPT_OUTPUT = 4000;

/** Runs a command to its end, or to the cap. */
export function measureCommand(command: Command, capSeconds: number): Promise<Life> {
  const [file, ...args] = command.words;
  return new Promise((resolve, reject) => {
    const cpuBefore = reapedCpuSeconds();
    const begunMs = performance.now();
    const child = spawn(file, args, {
      env: command.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const peaks = new Map<number, number>();
    let output = "";
    let capped = false;
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const { pid } = child;
    const looking = setInterval(() => {
      if (pid !== undefined) notePeaks(pid, peaks);
    }, LOOK_EVERY_MS);
    const killAll = (): void => {
      // Its own group: a shell's or a shim's children go with it.
      if (pid !== undefined && child.exitCode === null) process.kill(-pid, "SIGKILL");
    };
    const cap = setTimeout(() => {
      capped = true;
      killAll();
    }, capSeconds * 1000);
    process.once("exit", killAll);
    const rest = (): void => {
      clearInterval(looking);
      clearTimeout(cap);
      process.off("exit", killAll);
    };
    child.on("error", (error) => {
      rest();
      reject(error);
    });
    let seconds = Number.NaN;
    child.on("exit", () => {
      seconds = (performance.now() - begunMs) / 1000;
    });
    child.on("close", (exitCode) => {
      rest();
      const cpuAfter = reapedCpuSeconds();
      resolve({
        seconds,
        cpuSeconds:
          cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
        peakMb: peaks.size === 0 ? undefined : sum(peaks.values()) / 1024,
        exitCode,
        output,
        capped,
      });
    });
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Processor time of all children that have been waited for (proc(5), cutime and cstime). */
function reapedCpuSeconds(): number | undefined {
  const fields = readOrNothing("/proc/self/stat")?.split(") ")[1]?.split(" ");
  return fields === undefined ? undefined : (Number(fields[13]) + Number(fields[14])) / 100;
}

function notePeaks(root: number, peaks: Map<number, number>): void {
  const tree = [root];
  for (const pid of tree) {
    const peak = /^VmHWM:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`) ?? "")?.[1];
    if (peak !== undefined) peaks.set(pid, Math.max(Number(peak), peaks.get(pid) ?? 0));
    tree.push(...childrenOf(pid));
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (readOrNothing(`/proc/${pid}/task/${thread}/children`) ?? "")
        .split(" ")
        .filter((word) => word !== "")
        .map(Number),
    );
  } catch {
    return [];
  }
}

/** A process may be gone by now, and not every system has /proc. */
function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
