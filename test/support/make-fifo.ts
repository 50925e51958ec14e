import { execFileSync } from "node:child_process";

/** POSIX.1-2017 4: every system that has FIFOs has it. */
const PROGRAM = "mkfifo";

/** Makes a FIFO, which Node has no call for. */
export function makeFifo(path: string): void {
  execFileSync(PROGRAM, [path]);
}
