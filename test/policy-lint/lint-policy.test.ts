import { describe, expect, it } from "vitest";

import {
  fixPolicy,
  LINT_RULES,
  type LintOptions,
  lintPolicy,
  type LintText,
  type PolicyUse,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface LintRow {
  /** The rule that the row fires, or nearly. */
  readonly about: string;
  readonly as: PolicyUse;
  readonly policy: readonly string[];
  readonly partition?: string;
  readonly bucket?: string;
  readonly reference?: readonly string[];
  readonly others?: readonly LintText[];
}

interface LintWant {
  /** All of them, in the order of the text. */
  readonly findings: readonly {
    rule: string;
    line: number;
    column: number;
    /** Where the row is about it. */
    severity?: string;
  }[];
  /** The policy after the automatic fixes. */
  readonly fixed?: readonly string[];
}

const rows = loadCorpus<LintRow, LintWant>("lint");

function optionsOf({ as, partition, bucket, reference, others }: LintRow): LintOptions {
  return { as, partition, bucket, others, reference: reference?.join("\n") };
}

function placesIn(row: LintRow, text: string): LintWant["findings"] {
  return lintPolicy(text, optionsOf(row)).map(({ rule, line, column, severity }) => ({
    rule,
    line,
    column,
    severity,
  }));
}

describe("a policy has exactly these findings", () => {
  it.each(rows)("%s", (_name, { given, want }) => {
    expect(placesIn(given, given.policy.join("\n"))).toMatchObject(want.findings);
  });
});

describe("the automatic fixes leave this policy", () => {
  it.each(rows.filter(([, { want }]) => want.fixed !== undefined))(
    "%s",
    (_name, { given, want }) => {
      const { text } = fixPolicy(given.policy.join("\n"), optionsOf(given));
      expect(text.split("\n")).toEqual(want.fixed);
    },
  );
});

describe("every rule", () => {
  const rules = Object.values(LINT_RULES);

  it.each(rules.map(({ id }) => id))("%s has a row that fires it, and a near miss", (id) => {
    const about = rows.filter(([, { given }]) => given.about === id);
    const fires = about.map(([, { want }]) => want.findings.some(({ rule }) => rule === id));
    expect({ fires: fires.includes(true), nearMiss: fires.includes(false) }).toEqual({
      fires: true,
      nearMiss: true,
    });
  });

  it.each(rules.filter(({ fix }) => fix === "automatic").map(({ id }) => id))(
    "%s is mended in a row",
    (id) => {
      const mended = rows.filter(
        ([, { given, want }]) =>
          given.about === id &&
          want.fixed !== undefined &&
          want.fixed.join("\n") !== given.policy.join("\n"),
      );
      expect(mended).not.toHaveLength(0);
    },
  );

  it("is numbered from SL01 without a gap", () => {
    const numbers = rules.map((_, i) => `SL${String(i + 1).padStart(2, "0")}`);
    expect(rules.map(({ id }) => id)).toEqual(numbers);
  });
});
