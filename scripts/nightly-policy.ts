// Holds the policy engine against the evaluator in test/spec on generated worlds, ten million by default, with one
// process per core. Stops at the first difference. Goes on where the last run ended:
// `npm run nightly:policy -- --worlds 10000000 --workers 2`, `-- --restart` to begin again.
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeDifference } from "../test/policy-differential/compare.ts";

const CHUNK = 5_000;
const { values } = parseArgs({
  options: {
    worlds: { type: "string", default: "10000000" },
    workers: { type: "string", default: String(availableParallelism()) },
    restart: { type: "boolean", default: false },
  },
});
const total = Number(values.worlds);
const folder = join(import.meta.dirname, "..", "node_modules", ".cache", "sluice");
const progressFile = join(folder, "nightly-policy.json");

/** Seeds of worlds below this one have been tried. */
function lastEnd(): number {
  if (values.restart) return 0;
  try {
    const saved: unknown = JSON.parse(readFileSync(progressFile, "utf8"));
    return typeof saved === "number" && saved < total ? saved : 0;
  } catch {
    return 0;
  }
}

const begin = lastEnd();
let next = begin;
const running = new Map<ChildProcess, number>();
const start = performance.now();

/** All seeds below have been tried: chunks end out of order. */
function triedBelow(): number {
  return Math.min(next, ...running.values());
}

function hand(worker: ChildProcess): void {
  if (next >= total) {
    running.delete(worker);
    worker.disconnect();
    return;
  }
  running.set(worker, next);
  worker.send({ from: next, count: Math.min(CHUNK, total - next) });
  next += CHUNK;
}

function report(): void {
  const tried = triedBelow();
  writeFileSync(progressFile, JSON.stringify(tried));
  if (tried % (10 * CHUNK) !== 0 && tried < total) return;
  const rate = Math.round(((tried - begin) / (performance.now() - start)) * 1000);
  process.stdout.write(`${Math.min(tried, total)} of ${total} worlds agree, ${rate} worlds/s\n`);
}

function stop(): never {
  for (const worker of running.keys()) worker.kill();
  process.exit(1);
}

/** A worker tells the first seed that differs, or `null`. */
function take(worker: ChildProcess, seed: unknown): void {
  if (typeof seed === "number") {
    process.stderr.write(`seed ${seed}: ${describeDifference(seed)}\n`);
    stop();
  }
  running.delete(worker);
  hand(worker);
  report();
}

mkdirSync(folder, { recursive: true });
if (begin > 0) process.stdout.write(`going on from world ${begin}\n`);
for (let i = 0; i < Number(values.workers); i++) {
  const worker = fork(join(import.meta.dirname, "nightly-worker.ts"));
  worker.on("message", (seed) => {
    take(worker, seed);
  });
  worker.on("exit", (code) => {
    if (code !== 0) stop();
  });
  hand(worker);
}
