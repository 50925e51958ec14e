import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { smallestLike, trySeed } from "../test/soundness/try-world.ts";

/** To look for a smaller world takes as long as to try some thousand others. */
const MOST_SHRUNK = 20;
const REPORT_EVERY = 100;
const USAGE = `usage: npm run fuzz:check -- [--seed N] [--runs N] [--found DIRECTORY]

Holds \`check\` and \`grant\` against the lab on generated worlds. Every request of a sync is sent; in every fourth
world the grant is applied too, and in every sixteenth each part of it is left out. Goes on after a difference.
Exit code: 0 when there is none, 1 when there are some, 2 for bad arguments.

  --seed N           the first world (default 1); takes up where another run ended
  --runs N           how many worlds (default 100000)
  --found DIRECTORY  where the smallest world like each of the first ${MOST_SHRUNK} that differ is kept
                     (default node_modules/.cache/sluice/fuzz-check)
  --help             show this text
`;

interface Run {
  readonly from: number;
  readonly runs: number;
  readonly found: string;
}

/** The run that is asked for; undefined where only the usage is. Throws where an argument is wrong. */
function readArguments(): Run | undefined {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      found: { type: "string", default: "node_modules/.cache/sluice/fuzz-check" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const { found } = values;
  return {
    from: wholeNumber("--seed", values.seed),
    runs: wholeNumber("--runs", values.runs),
    found,
  };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && Number.isSafeInteger(number)) return number;
  throw new Error(`cannot take \`${text}\` as \`${name}\`: it must be a whole number from 1 on`);
}

async function fuzz({ from, runs, found }: Run): Promise<boolean> {
  const counts = new Map<string, number>();
  const count = (name: string, by = 1): void => {
    counts.set(name, (counts.get(name) ?? 0) + by);
  };
  const start = performance.now();
  let differing = 0;
  for (let seed = from; seed < from + runs; seed++) {
    const { verdict, requests, grant, partsLeftOut, differences } = await trySeed(seed);
    count(verdict);
    count("requests", requests);
    if (grant !== "none")
      count(grant === "whole" ? "grants that open all" : "grants that open some");
    count("parts left out", partsLeftOut);
    if (differences.length > 0) {
      differing++;
      count("worlds that differ");
      process.stderr.write(`seed ${seed}: ${differences.slice(0, 3).join("\n  ")}\n`);
      if (differing <= MOST_SHRUNK) await keep(seed, found);
    }
    const done = seed - from + 1;
    if (done % REPORT_EVERY !== 0 && done !== runs) continue;
    const rate = ((done / (performance.now() - start)) * 1000).toFixed(1);
    const told = Array.from(counts, ([name, number]) => `${number} ${name}`).join(", ");
    process.stdout.write(`${done} worlds from seed ${from}, ${rate} worlds/s: ${told}\n`);
  }
  return differing === 0;
}

async function keep(seed: number, found: string): Promise<void> {
  mkdirSync(found, { recursive: true });
  const file = join(found, `seed-${seed}.json`);
  writeFileSync(file, `${JSON.stringify(await smallestLike(seed), null, 2)}\n`);
  process.stderr.write(`the smallest world like it is in ${file}\n`);
}

let run: Run | undefined;
try {
  run = readArguments();
  if (run === undefined) process.stdout.write(USAGE);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (run !== undefined) process.exitCode = (await fuzz(run)) ? 0 : 1;
