import { describe, expect, test } from "vitest";

import { type Denial, diagnose, readDenials } from "../../src/access/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly text: string;
}

/** Only what the row names is compared; `means` is the code of the diagnosis. */
interface Want {
  readonly denials: readonly (Partial<Denial> & { readonly means: string })[];
}

describe("what people paste is understood", () => {
  test.each(loadCorpus<Given, Want>("outputs"))("%s", (_, { given, want }) => {
    const read = readDenials(given.text).map((denial) => ({
      ...denial,
      means: diagnose(denial).code,
    }));
    expect(read).toMatchObject(want.denials);
  });

  test("braces without an end are given up soon", () => {
    const text = `"eventName": ${'{"a": ['.repeat(100_000)}`;
    expect(readDenials(text)).toEqual([]);
  });
});
