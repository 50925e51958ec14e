import { describe, expect, it } from "vitest";

import { loadCorpus } from "../support/corpus.ts";
import { asWanted, decideRow, type PolicyRow, type PolicyWant } from "./policy-row.ts";

describe("a request is decided", () => {
  it.each(loadCorpus<PolicyRow, PolicyWant>("policy"))("%s", (_name, { given, want }) => {
    expect(asWanted(decideRow(given), want)).toEqual(want);
  });
});
