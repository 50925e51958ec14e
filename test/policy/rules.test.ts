import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { loadCorpus } from "../support/corpus.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "policy-evaluation.md");
const [rules = "", choices = ""] = readFileSync(page, "utf8").split("## Choices");
const ids = [...rules.matchAll(/^\| (R\d+) /gm)].map(([, id]) => id);
const named = new Set(loadCorpus<unknown, unknown>("policy").map(([, { rule }]) => rule));

// Rows older than the rules of the limits do not name theirs yet.
const firstOfLimits = "R41";

describe("the rules of the page", () => {
  it("stand there once each, without a gap", () => {
    const count = ids.length;
    const all = Array.from({ length: count }, (_, i) => `R${String(i + 1).padStart(2, "0")}`);
    expect([...ids].sort()).toEqual(all);
  });

  it.each(ids.filter((id) => id !== undefined && id >= firstOfLimits))(
    "have a row that names them: %s",
    (id) => {
      expect([...named]).toContain(id);
    },
  );

  it("are all that rows name", () => {
    expect([...named].filter((id) => id !== undefined && !ids.includes(id))).toEqual([]);
  });

  it("are marked where a choice of ours fills a gap", () => {
    const chosen = [...choices.matchAll(/^\| (R\d+) /gm)].map(([, id]) => id);
    const marked = [...rules.matchAll(/^\| (R\d+) .*◇/gm)].map(([, id]) => id);
    expect(marked.filter((id) => !chosen.includes(id))).toEqual([]);
  });
});
