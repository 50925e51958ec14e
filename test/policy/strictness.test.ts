import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  compileAuthorizer,
  decide,
  type Decision,
  type Strictness,
  type UndocumentedChoice,
  undocumentedChoices,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { decideRow, type PolicyRow } from "./policy-row.ts";
import { layersOf } from "./row-layers.ts";

type Outcome = Decision["outcome"];

/** What each way to read a choice makes of a request. */
type Want = Readonly<Record<"ours" | "alternative" | "strict", Outcome>>;

interface StrictnessRow extends PolicyRow {
  readonly choice: string;
}

const rows = loadCorpus<StrictnessRow, Want>("strictness");

function outcomes(row: StrictnessRow, strictness: Strictness): readonly Outcome[] {
  const { request } = decideRow(row);
  const layers = { ...layersOf(row), strictness };
  return [decide(request, layers).outcome, compileAuthorizer(layers).outcomeOf(request)];
}

describe("what AWS leaves open", () => {
  it.each(rows)("is read as asked: %s", (_name, { given, want }) => {
    const { choice } = given;
    expect(outcomes(given, "documented")).toEqual([want.ours, want.ours]);
    expect(outcomes(given, { [choice]: "ours" })).toEqual([want.ours, want.ours]);
    expect(outcomes(given, { [choice]: "alternative" })).toEqual([
      want.alternative,
      want.alternative,
    ]);
    expect(outcomes(given, { [choice]: "stricter" })).toEqual([want.strict, want.strict]);
    expect(outcomes(given, "strict")).toEqual([want.strict, want.strict]);
  });

  it("has rows for every choice with an alternative, and for both effects where it can be in either", () => {
    const ids = undocumentedChoices.flatMap(({ alternative }) => alternative?.id ?? []);
    const named = new Set(rows.map(([, { given }]) => given.choice));
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });
});

describe("the page's choices", () => {
  const page = join(import.meta.dirname, "..", "..", "docs", "policy-evaluation.md");
  const [, section = ""] = readFileSync(page, "utf8").split("## Choices");
  const written = [...section.matchAll(/^\| (R\d+) +\|.*$/gm)].map(([line]) =>
    line.replaceAll(/ +/g, " "),
  );

  it("are those of the table", () => {
    expect(written).toEqual(undocumentedChoices.map(lineOf));
  });
});

function lineOf({ rule, open, choice, alternative }: UndocumentedChoice): string {
  const other = alternative === undefined ? "" : `\`${alternative.id}\`: ${alternative.reading} `;
  return `| ${rule} | ${open} | ${choice} | ${other}|`;
}
