import { describe, expect, test } from "vitest";
import type { PolicyRow, PolicyWant } from "../policy/policy-row.ts";
import { loadCorpus } from "../support/corpus.ts";
import { Inexpressible } from "./inexpressible.ts";
import reasons from "./inexpressible.json" with { type: "json" };
import { perform } from "./perform-play.ts";
import { type Play, playOf } from "./row-play.ts";
import unstaged from "./unstaged.json" with { type: "json" };

const rows = loadCorpus<PolicyRow, PolicyWant>("policy").map(
  ([name, { given }]) => [name, playOf(given)] as const,
);
const plays = rows.filter(
  (row): row is readonly [string, Play] => !(row[1] instanceof Inexpressible),
);
const isStaged = (name: string): boolean => !Object.hasOwn(unstaged, name);

describe("a row of the policy corpus, over HTTP", () => {
  test.for(plays.filter(([name]) => isStaged(name)))("%s", async ([, play]) => {
    const { verdict } = await perform(play);
    expect(verdict).toEqual(play.want);
  });
});

describe("a row whose object nobody can put", () => {
  const left = plays.filter(([name]) => !isStaged(name));

  test("the list names nothing else", () => {
    expect(left.map(([name]) => name)).toEqual(Object.keys(unstaged));
  });

  test.for(left)("%s", async ([, play]) => {
    expect(await perform(play)).toMatchObject({ isStaged: false });
  });
});

describe("a row that no request asks", () => {
  test("every reason is known, and how many rows have it", () => {
    const counts: Record<string, number> = {};
    for (const [, reason] of rows) {
      if (!(reason instanceof Inexpressible)) continue;
      counts[reason.message] = (counts[reason.message] ?? 0) + 1;
    }
    expect(counts).toEqual(reasons);
  });
});
