// Holds `check` and `grant` against the lab on generated worlds, 100,000 by default. Every request of a sync is sent;
// in every fourth world the grant is applied too, and in every sixteenth each part of it left out. Goes on after a
// difference, which is kept as the smallest world that shows it. Takes up where another run ended:
// `npm run fuzz:check -- --seed 40001 --runs 60000`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { smallestLike, trySeed } from "../test/soundness/try-world.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    /** Where differences are kept. */
    found: { type: "string", default: "node_modules/.cache/sluice/fuzz-check" },
  },
});
const from = Number(values.seed);
const runs = Number(values.runs);
const counts = new Map<string, number>();
const start = performance.now();

function count(name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

async function keep(seed: number, differences: readonly string[]): Promise<void> {
  process.stderr.write(`seed ${seed}: ${differences.slice(0, 3).join("\n  ")}\n`);
  mkdirSync(values.found, { recursive: true });
  const file = join(values.found, `seed-${seed}.json`);
  writeFileSync(file, `${JSON.stringify(await smallestLike(seed), null, 2)}\n`);
  process.stderr.write(`the smallest world like it is in ${file}\n`);
}

function report(done: number): void {
  const rate = ((done / (performance.now() - start)) * 1000).toFixed(1);
  const told = Array.from(counts, ([name, number]) => `${number} ${name}`).join(", ");
  process.stdout.write(`${done} worlds from seed ${from}, ${rate} worlds/s: ${told}\n`);
}

for (let seed = from; seed < from + runs; seed++) {
  const { verdict, requests, grant, partsLeftOut, differences } = await trySeed(seed);
  count(verdict);
  count("requests", requests);
  if (grant !== "none") count(grant === "whole" ? "grants that open all" : "grants that open some");
  count("parts left out", partsLeftOut);
  if (differences.length > 0) {
    count("worlds that differ");
    await keep(seed, differences);
  }
  const done = seed - from + 1;
  if (done % 100 === 0 || done === runs) report(done);
}
process.exitCode = counts.has("worlds that differ") ? 1 : 0;
