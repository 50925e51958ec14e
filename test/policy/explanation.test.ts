import { describe, expect, it } from "vitest";
import {
  englishExplanation,
  explanationOf,
  japaneseExplanation,
  sentenceOf,
  treeLines,
  whysOf,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { denyingPlaces, shortfallsIn } from "./explanation-row.ts";
import { decideRow, type PolicyRow, type PolicyWant } from "./policy-row.ts";

interface Want {
  readonly outcome: string;
  readonly english: string;
  readonly japanese: string;
  readonly shortfalls?: readonly string[];
  /** AWS's own text. */
  readonly message?: string;
}

const LANGUAGES = { english: englishExplanation, japanese: japaneseExplanation } as const;

describe("an answer is explained in a sentence", () => {
  it.each(loadCorpus<PolicyRow, Want>("explanation"))("%s", (_name, { given, want }) => {
    const explanation = explanationOf(decideRow(given));
    const shortfalls = shortfallsIn(explanation);
    expect({
      outcome: explanation.outcome,
      english: sentenceOf(explanation, englishExplanation),
      japanese: sentenceOf(explanation, japaneseExplanation),
      ...(shortfalls.length > 0 && { shortfalls }),
    }).toEqual(want);
  });
});

const rows = loadCorpus<PolicyRow, PolicyWant>("policy").map(
  ([name, { given }]) => [name, decideRow(given)] as const,
);
const denied = rows.filter(([, { outcome }]) => /Deny$/.test(outcome));
const undecided = rows.filter(([, { outcome }]) => outcome === "unknown");

describe.each(["english", "japanese"] as const)("in %s", (language) => {
  const words = LANGUAGES[language];

  it("every denial of the corpus names the statement that denies, with its place", () => {
    const unnamed = denied.filter(([, decision]) => {
      const [place] = denyingPlaces(decision);
      const whys = whysOf(explanationOf(decision), words);
      return place !== undefined && !whys.some(({ text }) => text.includes(place));
    });
    expect(unnamed.map(([name]) => name)).toEqual([]);
  });

  it("every denial says more than that there is one", () => {
    const short = denied.filter(([, decision]) => {
      const sentence = sentenceOf(explanationOf(decision), words);
      return sentence.length < 30 || /undefined|\[object|``/.test(sentence);
    });
    expect(short.map(([name]) => name)).toEqual([]);
  });

  it("every answer that is unknown says what it hangs on", () => {
    const idle = undecided.filter(([, decision]) => {
      const { request } = decision;
      const asked = { action: request.action, resource: request.resource };
      return sentenceOf(explanationOf(decision), words) === words.unknown(asked);
    });
    expect(idle.map(([name]) => name)).toEqual([]);
  });

  it("every reason why a layer does not bind has its words", () => {
    const exemptions = rows.flatMap(([, { gates }]) =>
      gates.flatMap(({ exemptBecause }) => exemptBecause ?? []),
    );
    const told = new Set(exemptions.map((because) => words.exemption(because)));
    expect(told.size).toBe(new Set(exemptions).size);
    expect([...told].filter((text) => language === "japanese" && /^[\w' ]+$/.test(text))).toEqual(
      [],
    );
  });

  it("the tree has a line for every gate and statement", () => {
    for (const [, decision] of rows) {
      const explanation = explanationOf(decision);
      const lines = treeLines(explanation, words).filter(({ depth }) => depth === 1);
      expect(lines).toHaveLength(explanation.gates.length);
    }
  });
});

describe("an explanation", () => {
  it("is plain JSON", () => {
    for (const [, decision] of rows) {
      const explanation = explanationOf(decision);
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
    }
  });
});
