import { join } from "node:path";
import { parseArgs } from "node:util";

/** What a script that kills runs is asked for. */
export interface KillRequest {
  readonly times: number;
  readonly seed: string;
  /** The built program. */
  readonly main: string;
  /** Numbers from 0 to 1 that the seed repeats. */
  readonly random: () => number;
  /** Aborted by Ctrl-C: the script ends with the round that is being played. */
  readonly stop: AbortSignal;
}

/** Reads `[TIMES] [--seed N] [--main FILE]`. */
export function readKillRequest(times: string): KillRequest {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "1" },
      main: {
        type: "string",
        default: join(import.meta.dirname, "..", "..", "dist", "cli", "main.js"),
      },
    },
  });
  const stop = new AbortController();
  process.once("SIGINT", () => {
    stop.abort();
  });
  return {
    times: Number(positionals[0] ?? times),
    ...values,
    random: randomFrom(Number(values.seed)),
    stop: stop.signal,
  };
}

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
