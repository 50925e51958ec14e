import { readFileSync } from "node:fs";

/** Whether this process is in the foreground of its terminal; whatever is not known to be is not. */
export function hasTerminal(): boolean {
  if (process.platform === "win32") return true;
  try {
    const [group, foreground] = process.platform === "linux" ? groupsOnLinux() : groupsByPs();
    return group === foreground;
  } catch {
    return false;
  }
}

/** Process group and the terminal's: fields 5 and 8, behind a name that may hold anything (proc(5)). */
function groupsOnLinux(): readonly (string | undefined)[] {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [group, foreground];
}

function groupsByPs(): readonly (string | undefined)[] {
  const words = ["-o", "pgid=,tpgid=", "-p", String(process.pid)];
  // Only here, so that it is no part of every start.
  const { execFileSync } = process.getBuiltinModule("node:child_process");
  return execFileSync("ps", words, { encoding: "utf8" }).trim().split(/ +/);
}
