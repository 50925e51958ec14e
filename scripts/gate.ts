// The static checks, in two lanes side by side: linting with types takes as long as all the others together. Each tells
// what it said when it has ended, and how long it took; the gate ends with 1 if any failed. `npm run gate`
import { spawn } from "node:child_process";

const LANES = [["lint"], ["types", "layers", "unused", "build", "pack:check", "format"]] as const;

interface Checked {
  readonly exit: number;
  readonly said: string;
}

/** Runs a script of `package.json`. */
function check(script: string): Promise<Checked> {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", script], { stdio: ["ignore", "pipe", "pipe"] });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes: Buffer) => said.push(bytes));
    }
    child.on("close", (code) => {
      resolve({ exit: code ?? 1, said: Buffer.concat(said).toString() });
    });
  });
}

/** Runs one after another, also past one that fails: whoever mends wants to hear of all. */
async function runLane(scripts: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const script of scripts) {
    const startMs = performance.now();
    const { exit, said } = await check(script);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    process.stdout.write(`${said}${exit === 0 ? "✓" : "✗"} ${script} ${seconds} s\n`);
    if (exit !== 0) failed.push(script);
  }
  return failed;
}

const failed = (await Promise.all(LANES.map(runLane))).flat();
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(", ")}\n`);
  process.exit(1);
}
