import { readFileSync } from "node:fs";
import { uptime } from "node:os";

/** A process that can be told from a later one of the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, in ticks since the machine did; empty where the system does not say. */
  readonly started: string;
  readonly boot: string;
}

/** The mark of this process. */
export function ownProcess(): ProcessMark {
  return { pid: process.pid, started: startOf(process.pid), boot: bootId() };
}

/** Whether that very process still runs on this machine. */
export function isRunning({ pid, started, boot }: ProcessMark): boolean {
  if (boot !== bootId()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  return startOf(pid) === started;
}

/** Which start of the machine this is. */
export function bootId(): string {
  const named = readText("/proc/sys/kernel/random/boot_id")?.trim();
  // To the minute: the clock is set now and then.
  return named ?? String(Math.round((Date.now() / 1000 - uptime()) / 60));
}

/** The 22nd field (proc(5), `/proc/pid/stat`); the second may hold spaces and brackets. */
function startOf(pid: number): string {
  const text = readText(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
