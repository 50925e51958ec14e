import { describe, expect, test } from "vitest";
import { claimsOf } from "./claim.ts";
import { type FactRow, loadFactRows } from "./fact-row.ts";
import { worldOf } from "./fact-world.ts";
import { createWorldEvaluator } from "./world-evaluator.ts";

const rows = loadFactRows();
const layered = rows.filter(([, row]) => row.layer !== undefined || row.awaiting !== undefined);

/** Facts that need a layer which the lab cannot show yet; a row leaves with its layer's arrival. */
const AWAITED: readonly (readonly [fact: number, layer: string])[] = [
  [27, "ownership"],
  [28, "ownership"],
];

describe("the corpus of facts", () => {
  test("has every fact from 1 to 42", () => {
    const facts = [...new Set(rows.map(([, row]) => row.fact))].sort((a, b) => a - b);
    expect(facts).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  test("waits for exactly the layers that are not there yet", () => {
    expect(layered.map(([, row]) => [row.fact, row.layer])).toEqual(AWAITED);
  });

  test("says in every row that waits what will be claimed", () => {
    expect(layered.filter(([, row]) => row.awaiting === undefined)).toEqual([]);
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

describe("a layer that the lab cannot show is told by an operation that it lacks", () => {
  test.for(layered)("%s", ([, row]) => {
    expect(lackingOperations(row)).toContain(row.awaiting?.operation);
  });
});

function lackingOperations(row: FactRow): readonly (string | undefined)[] {
  return claimsOf(row, ["request"])
    .filter(({ want }) => want.status === 501)
    .map(({ want }) => want.message);
}
