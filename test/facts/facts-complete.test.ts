import { describe, expect, test } from "vitest";
import { loadFactRows } from "./fact-row.ts";
import { worldOf } from "./fact-world.ts";
import { createWorldEvaluator } from "./world-evaluator.ts";

const rows = loadFactRows();

describe("the corpus of facts", () => {
  test("has every fact from 1 to 42", () => {
    const facts = [...new Set(rows.map(([, row]) => row.fact))].sort((a, b) => a - b);
    expect(facts).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  test("is decided by identity and resource policies alone in a world that has no other layers", () => {
    const evaluator = createWorldEvaluator(worldOf({ world: "users" }));
    const decision = evaluator.ask("jane", "s3:GetObject", "arn:aws:s3:::doc-example-bucket/a");
    expect(decision.gates.map(({ layer }) => layer)).toEqual(["identity", "resource"]);
  });

  test("cites a source that others can find", () => {
    expect(rows.filter(([, row]) => /(?:^|\s)\/\w+\/|\.md\b/.test(row.source))).toEqual([]);
  });
});
