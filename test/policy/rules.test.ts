import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { loadCorpus } from "../support/corpus.ts";
import type { PolicyWant } from "./policy-row.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "policy-evaluation.md");
const [rules = "", choices = ""] = readFileSync(page, "utf8").split("## Choices");
const ids = [...rules.matchAll(/^\| (R\d+) /gm)].map(([, id = ""]) => id);

const rows = loadCorpus<unknown, PolicyWant>("policy");

/** The outcomes that rows of a rule want. */
const outcomes = new Map<string, Set<string>>();
for (const [, { rule = [], want }] of rows) {
  for (const id of [rule].flat()) {
    outcomes.set(id, new Set([...(outcomes.get(id) ?? []), want.outcome]));
  }
}

// Rules whose rows are still being written.
const AWAITED = ids.filter((id) => Number(id.slice(1)) >= 60);

describe("the rules of the page", () => {
  it("stand there once each", () => {
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("have rows of both sides", () => {
    const held = ids.filter((id) => !AWAITED.includes(id));
    expect(held.filter((id) => (outcomes.get(id)?.size ?? 0) < 2)).toEqual([]);
  });

  it("are all that rows name", () => {
    expect([...outcomes.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("are marked where a choice of ours fills a gap", () => {
    const chosen = [...choices.matchAll(/^\| (R\d+) /gm)].map(([, id]) => id);
    const marked = [...rules.matchAll(/^\| (R\d+) .*◇/gm)].map(([, id]) => id);
    expect(marked.filter((id) => !chosen.includes(id))).toEqual([]);
  });
});

describe("the rows of the corpus", () => {
  it("name the rules that they are about", () => {
    expect(rows.filter(([, { rule = [] }]) => rule.length === 0).map(([name]) => name)).toEqual([]);
  });

  it("are many", () => {
    expect(rows.length).toBeGreaterThanOrEqual(560);
  });
});
