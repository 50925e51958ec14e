// Feeds generated input to everything that reads policies, worlds and messages, and stops at the first exception or
// the first input that takes long. `npm run fuzz:policy -- --inputs 5000000 --seed 7`
import { parseArgs } from "node:util";
import { fuzzStock } from "../test/policy/fuzz-inputs.ts";
import { FUZZ_TARGETS } from "../test/policy/fuzz-targets.ts";
import { seededChoices } from "../test/support/choices.ts";

const LONGEST_MS = 1_000;
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
  },
});
const from = Number(values.seed);
const count = Number(values.inputs);
const stock = fuzzStock();

/** Runs one input; returns what is wrong, or how long it took. */
function run(seed: number): number | string {
  const [name, target] = FUZZ_TARGETS[seed % FUZZ_TARGETS.length] ?? [];
  const { user } = process.cpuUsage();
  try {
    target?.(seededChoices(seed), stock);
  } catch (error) {
    return `${name ?? ""}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  return (process.cpuUsage().user - user) / 1000;
}

/** A pause of the process is no slow input, so what took long is run again. */
function runPatiently(seed: number): number | string {
  const first = run(seed);
  return typeof first === "number" && first > LONGEST_MS ? run(seed) : first;
}

let slowest = 0;
const start = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const result = runPatiently(seed);
  const isWrong = typeof result === "string" || result > LONGEST_MS;
  if (isWrong) {
    const complaint = typeof result === "string" ? result : `takes ${Math.round(result)} ms`;
    process.stderr.write(`seed ${seed}: ${complaint}\n`);
    process.exit(1);
  }
  slowest = Math.max(slowest, result);
  const done = seed - from + 1;
  if (done % 100_000 === 0 || done === count) {
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stdout.write(
      `${done} inputs, ${seconds} s, the slowest took ${slowest.toFixed(0)} ms\n`,
    );
  }
}
