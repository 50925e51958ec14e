import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { type Case, loadCorpus } from "../support/corpus.ts";
import type { PolicyWant } from "./policy-row.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "policy-evaluation.md");
const [rules = "", choices = ""] = readFileSync(page, "utf8").split("## Choices");
const ids = [...rules.matchAll(/^\| (R\d+) /gm)].map(([, id = ""]) => id);

// Rules about AWS's words, whose rows differ in them.
const ABOUT_TEXTS = ["R54", "R55", "R56", "R78", "R97"];

const rows = loadCorpus<unknown, PolicyWant>("policy").map(([, row]) => row);
// Rules that say what comes before a decision, or after it.
const others = ["context-keys", "s3-missing-key", "s3-object-owners"].flatMap((area) =>
  loadCorpus<unknown, unknown>(area).map(([, row]) => row),
);

function rulesOf({ rule = [] }: Case<unknown, unknown>): readonly string[] {
  return typeof rule === "string" ? [rule] : rule;
}

/** The different answers that rows of a rule want. */
const answers = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
for (const row of rows) {
  for (const id of rulesOf(row)) {
    const { outcome, message, layer } = row.want;
    answers.get(id)?.add(ABOUT_TEXTS.includes(id) ? `${layer ?? ""} ${message ?? ""}` : outcome);
  }
}
for (const row of others) {
  for (const id of rulesOf(row)) answers.get(id)?.add(JSON.stringify(row.want));
}

describe("the rules of the page", () => {
  it("stand there once each", () => {
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("have rows of both sides", () => {
    expect(ids.filter((id) => (answers.get(id)?.size ?? 0) < 2)).toEqual([]);
  });

  it("are all that rows name", () => {
    const named = new Set([...rows, ...others].flatMap(rulesOf));
    expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("are marked where a choice of ours fills a gap", () => {
    const chosen = [...choices.matchAll(/^\| (R\d+) /gm)].map(([, id]) => id);
    const marked = [...rules.matchAll(/^\| (R\d+) .*◇/gm)].map(([, id]) => id);
    expect(marked.filter((id) => !chosen.includes(id))).toEqual([]);
  });
});

describe("the rows of the corpus", () => {
  it("name the rules that they are about", () => {
    const nameless = [...rows, ...others].filter((row) => rulesOf(row).length === 0);
    expect(nameless.map(({ name }) => name)).toEqual([]);
  });

  it("are at least 600", () => {
    expect(rows.length).toBeGreaterThanOrEqual(600);
  });
});
