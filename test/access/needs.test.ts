import { expect, test } from "vitest";

import { type Need, needsOf } from "../../src/access/index.ts";
import type { AwsCall } from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly calls: readonly AwsCall[];
}
interface Want {
  readonly needs: readonly Partial<Need>[];
}

test.each(loadCorpus<Given, Want>("needs"))("%s", (_, { given, want }) => {
  expect(needsOf(given.calls)).toMatchObject(want.needs);
});
