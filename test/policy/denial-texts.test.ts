import { describe, expect, it } from "vitest";
import { awsNote, englishExplanation, explanationOf } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { decideRow, type PolicyRow } from "./policy-row.ts";

interface Want {
  readonly message: string;
}

describe("a denial carries AWS's own text", () => {
  const rows = loadCorpus<PolicyRow, Want>("denial-texts");

  it.each(rows)("%s", (_name, { given, want }) => {
    expect(explanationOf(decideRow(given)).aws?.message).toBe(want.message);
  });

  it.each(rows.filter(([, { want }]) => want.message === "Access Denied"))(
    "a text without a reason is said to have none: %s",
    (_name, { given }) => {
      const explanation = explanationOf(decideRow(given));
      expect(explanation.aws?.hides).not.toEqual([]);
      expect(awsNote(explanation, englishExplanation)).toContain("AWS gives no reason");
    },
  );
});
