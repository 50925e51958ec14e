import { describe, expect, it } from "vitest";
import { lintPolicy, parsePolicy } from "../../src/policy/index.ts";
import { seededChoices } from "../support/choices.ts";
import { fuzzStock } from "./fuzz-inputs.ts";
import { FUZZ_TARGETS } from "./fuzz-targets.ts";

const TARGETS = [...new Map(FUZZ_TARGETS)];
const INPUTS_PER_TARGET = 4_000;

describe("whatever comes in, no exception comes out", () => {
  const stock = fuzzStock();

  it.each(TARGETS)("%s", (_name, run) => {
    const failures: string[] = [];
    for (let seed = 1; seed <= INPUTS_PER_TARGET; seed++) {
      try {
        run(seededChoices(seed), stock);
      } catch (error) {
        failures.push(`seed ${seed}: ${String(error)}`);
      }
    }
    expect(failures.slice(0, 3)).toEqual([]);
  });
});

describe("ten megabytes of nesting", () => {
  it.each([
    ["arrays", "[".repeat(10_000_000)],
    ["objects", '{"Statement":'.repeat(800_000)],
    ["closed arrays", `${"[".repeat(5_000_000)}${"]".repeat(5_000_000)}`],
    [
      "nesting behind a long string",
      `{"Id":"${"x".repeat(100_000)}","Statement":${"[".repeat(100_000)}`,
    ],
  ])("are a problem: %s", (_name, text) => {
    expect(parsePolicy(text, "identity").ok).toBe(false);
    expect(lintPolicy(text, { as: "identity" })).toHaveLength(1);
  });
});
