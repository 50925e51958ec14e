import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type AuthorizationRequest, compileAuthorizer, decide } from "../src/policy/index.ts";
import { compileGlob, type Glob, type GlobPiece, matchesGlob } from "../src/policy/match/glob.ts";
import { median } from "./median.ts";
import { identityStatements, layersWith, requestFor, sharedBucket } from "./policy-worlds.ts";

const RUNS = 5;
const REQUESTS = 1000;
const ROUNDS_AMONG = 300;
/** Few enough that what they made would still lie on the heap. */
const HEAP_ROUNDS = 20;
const MILLION = 1_000_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Milliseconds of one core in the median run, after one that warms up; what else runs does not count. */
function medianMs(work: () => void): number {
  work();
  return median(
    Array.from({ length: RUNS }, () => {
      const start = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }),
  );
}

type Answer = (request: AuthorizationRequest) => string;

/** Another key for each evaluation, so that nothing can be remembered from the last one. */
const requests = Array.from({ length: REQUESTS }, (_, number) => requestFor(number));

function allAllowed(answer: Answer, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    for (const request of requests) {
      if (answer(request) === "allowed") continue;
      throw new Error("this benchmark must measure requests that are allowed");
    }
  }
}

function perSecond(answer: Answer, rounds: number): number {
  const ms = medianMs(() => {
    allAllowed(answer, rounds);
  });
  return Math.round((rounds * REQUESTS * 1000) / ms);
}

const authorizer = compileAuthorizer(sharedBucket);
const compiled: Answer = (request) => authorizer.outcomeOf(request);

/** What is left on the heap, and what was made on the way, of evaluations after a warm-up. */
function heapBytes(): { readonly keptPerMillion: number; readonly madePerEvaluation: number } {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  allAllowed(compiled, HEAP_ROUNDS);
  const made = process.memoryUsage().heapUsed - before;
  allAllowed(compiled, MILLION / REQUESTS - HEAP_ROUNDS);
  collectGarbage();
  const kept = process.memoryUsage().heapUsed - before;
  return { keptPerMillion: kept, madePerEvaluation: Math.max(0, made / (HEAP_ROUNDS * REQUESTS)) };
}

/** Nanoseconds for a request that few of so many statements name. */
function nanosecondsAmong(statements: number): number {
  const among = compileAuthorizer(layersWith(identityStatements(statements)));
  const ms = medianMs(() => {
    allAllowed((request) => among.outcomeOf(request), ROUNDS_AMONG);
  });
  return Math.round((ms * 1e6) / (ROUNDS_AMONG * REQUESTS));
}

/** Milliseconds from the text of a policy of 100 statements to its first answer. */
function compileMs(): number {
  const text = identityStatements(100);
  const request = requestFor(0);
  const rounds = 20;
  const ms = medianMs(() => {
    for (let round = 0; round < rounds; round++) {
      compileAuthorizer(layersWith(text)).outcomeOf(request);
    }
  });
  return ms / rounds;
}

/** Milliseconds for the slowest of some patterns of 1,000 characters that fail at their very end. */
function longPatternMs(): number {
  const text = "a".repeat(1000);
  const patterns = [`${"?*".repeat(500)}b`, `${"a*".repeat(500)}b`, `*${"a".repeat(500)}b`];
  return Math.max(...patterns.map((pattern) => matchMs(compileGlob(piecesIn(pattern)), text)));
}

function piecesIn(pattern: string): readonly GlobPiece[] {
  return Array.from(pattern, (character) =>
    character === "*" || character === "?" ? { wildcard: character } : { text: character },
  );
}

function matchMs(glob: Glob, text: string): number {
  const rounds = 50;
  const ms = medianMs(() => {
    for (let round = 0; round < rounds; round++) {
      if (matchesGlob(glob, text)) throw new Error("the pattern must not match");
    }
  });
  return ms / rounds;
}

// First, so that what follows is measured among many authorizers, as in a process that has lived.
const compileMilliseconds = Number(compileMs().toFixed(2));
const compiledPerSecond = perSecond(compiled, 500);
const { keptPerMillion, madePerEvaluation } = heapBytes();
const explainedPerSecond = perSecond((request) => decide(request, sharedBucket).outcome, 50);
const curve = [20, 100, 500, 2000].map((statements) => ({
  statements,
  nanoseconds: nanosecondsAmong(statements),
}));
const growth = (curve.at(-1)?.nanoseconds ?? Infinity) / (curve[0]?.nanoseconds ?? 0);
const patternMilliseconds = Number(longPatternMs().toFixed(3));

const ok =
  compiledPerSecond >= MILLION &&
  madePerEvaluation < 1 &&
  explainedPerSecond >= 100_000 &&
  growth <= 3 &&
  patternMilliseconds < 10;
const figures = {
  compiledPerSecond,
  bytesKeptPerMillion: keptPerMillion,
  bytesMadePerEvaluation: Number(madePerEvaluation.toFixed(1)),
  explainedPerSecond,
  compileMilliseconds,
  curve,
  growth: Number(growth.toFixed(2)),
  patternMilliseconds,
};
const lines = [
  `a cross-account GetObject; two identity and two bucket statements, one SCP; medians of ${RUNS}, seconds of one core:`,
  `yes or no    ${compiledPerSecond} evaluations/s (1,000,000 wanted)`,
  `  heap       ${keptPerMillion} bytes kept per million, ${figures.bytesMadePerEvaluation} made per evaluation`,
  `explained    ${explainedPerSecond} evaluations/s (100,000 wanted)`,
  `compile      ${compileMilliseconds} ms from the text of 100 statements to the first answer`,
  ...curve.map((at) => `among ${at.statements} statements: ${at.nanoseconds} ns`),
  `growth       ${figures.growth} times from 20 to 2,000 statements (3 allowed)`,
  `?*?*…b and worse  ${patternMilliseconds} ms, 1,000 characters against 1,000 (10 allowed)`,
  JSON.stringify({ bench: "policy", ok, figures }),
];
process.stdout.write(`${lines.join("\n")}\n`);
