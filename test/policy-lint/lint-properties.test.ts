import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  applyEdits,
  fixPolicy,
  type LintFinding,
  lintPolicy,
  parsePolicy,
  POLICY_USES,
  type TextEdit,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface LintRow {
  readonly policy: readonly string[];
}

/** The statements of the corpus whose text is JSON. */
const statements = loadCorpus<LintRow, unknown>("lint").flatMap(([, { given }]): unknown[] => {
  const text = given.policy.join("\n");
  if (text.length > 4000 || lintPolicy(text, { as: "identity" }).some(isUnreadable)) return [];
  const { Statement } = JSON.parse(text) as { Statement?: unknown };
  return Array.isArray(Statement) ? Statement : [];
});

function isUnreadable(finding: LintFinding): boolean {
  return finding.rule === "SL04";
}

const uses = fc.constantFrom(...POLICY_USES);
const policies = fc
  .tuple(
    fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 3 }),
    fc.constantFrom<string | number | undefined>(undefined, 1, 2, 4, "\t"),
  )
  .map(([Statement, indent]) =>
    JSON.stringify({ Version: "2012-10-17", Statement }, undefined, indent),
  );

/** What the edits leave alone, piece by piece. */
function untouched(text: string, edits: readonly TextEdit[]): readonly string[] {
  const inOrder = [...edits].sort((a, b) => a.offset - b.offset);
  const starts = [0, ...inOrder.map(({ offset, length }) => offset + length)];
  const ends = [...inOrder.map(({ offset }) => offset), text.length];
  return starts.map((start, i) => text.slice(start, ends[i]));
}

function holdsInOrder(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  return pieces.every((piece) => {
    const at = text.indexOf(piece, from);
    from = at + piece.length;
    return at >= 0;
  });
}

describe("a fix", () => {
  it("leaves JSON, without what it mended, and touches only its spans", () => {
    fc.assert(
      fc.property(policies, uses, (text, as) => {
        const findings = lintPolicy(text, { as });
        for (const { fix, ...finding } of findings) {
          const fixed = applyEdits(text, fix?.edits ?? []);
          const count = (of: readonly LintFinding[]): number =>
            of.filter(({ rule }) => rule === finding.rule).length;
          const parses = JSON.parse(fixed) !== null;
          const isMended = fix === undefined || count(lintPolicy(fixed, { as })) < count(findings);
          const isKept = holdsInOrder(fixed, untouched(text, fix?.edits ?? []));
          expect({ rule: finding.rule, fixed, parses, isMended, isKept }).toEqual({
            rule: finding.rule,
            fixed,
            parses: true,
            isMended: true,
            isKept: true,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is made as long as there is an automatic one", () => {
    fc.assert(
      fc.property(policies, uses, (text, as) => {
        const { text: fixed } = fixPolicy(text, { as });
        const left = lintPolicy(fixed, { as }).filter(({ fix }) => fix?.automatic === true);
        expect(left).toEqual([]);
        expect(fixPolicy(fixed, { as }).fixed).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

const mutated = fc
  .tuple(policies, fc.nat(2000), fc.nat(30), fc.string({ unit: "binary", maxLength: 12 }))
  .map(([text, at, length, by]) => text.slice(0, at) + by + text.slice(at + length));

/** A policy with one of its strings replaced by another of them. */
const shuffled = fc.tuple(policies, fc.nat(60), fc.nat(60)).map(([text, from, to]) => {
  const strings = [...text.matchAll(/"[^"]*"/g)];
  const [target, source] = [strings[to % strings.length], strings[from % strings.length]];
  if (target === undefined || source === undefined) return text;
  return text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
});

describe("what the evaluator refuses to read", () => {
  it.each([
    ["after a replacement", mutated],
    ["after a shuffle", shuffled],
  ])("has an error, %s", (_name, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom("identity", "bucket-policy", "trust"), (text, as) => {
        const kind = as === "bucket-policy" ? "resource" : as;
        const isRefused = !parsePolicy(text, kind).ok;
        const hasError = lintPolicy(text, { as }).some(({ severity }) => severity === "error");
        expect(hasError || !isRefused).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("no text makes a rule throw, and every finding is within the text", () => {
  it.each([
    ["any text", fc.string({ unit: "binary", maxLength: 200 })],
    ["any JSON", fc.json({ maxDepth: 6 })],
    ["a policy with a part replaced", mutated],
  ])("%s", (_name, texts) => {
    fc.assert(
      fc.property(texts, uses, (text, as) => {
        for (const { span } of lintPolicy(text, { as })) {
          expect(span.offset).toBeGreaterThanOrEqual(0);
          expect(span.offset + span.length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
