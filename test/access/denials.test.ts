import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Denial, diagnose, readDenials } from "../../src/access/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly text: string;
}

/** Only what the row names is compared; causes are compared as far as the row lists them. */
interface Want {
  readonly denials: readonly Partial<Denial>[];
  readonly diagnoses?: readonly {
    readonly code?: string;
    readonly who?: string;
    readonly account?: string;
    readonly causes?: readonly string[];
    readonly avoid?: readonly string[];
    readonly hides?: readonly string[];
  }[];
}

describe("denials are read from what tools print", () => {
  test.each(loadCorpus<Given, Want>("denials"))("%s", (_, { given, want }) => {
    const denials = readDenials(given.text);
    expect(denials).toMatchObject(want.denials);
    const diagnoses = (want.diagnoses ?? []).map((expected, i) => {
      const diagnosis = diagnose(denials[i] as Denial);
      return {
        code: diagnosis.code,
        ...diagnosis.actor,
        causes: diagnosis.causes.slice(0, expected.causes?.length),
        avoid: diagnosis.avoid.map(({ code }) => code),
        hides: diagnosis.hides.map(({ action }) => action),
      };
    });
    expect(diagnoses).toMatchObject(want.diagnoses ?? []);
  });

  test("no text makes it throw, and what it shows is bounded", () => {
    const pieces = fc.constantFrom(
      "An error occurred (",
      "AccessDenied)",
      " when calling the CopyObject operation: ",
      "copy failed: s3://a/b to s3://c/d ",
      "User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject on resource: ",
      '"arn:aws:s3:::b/k"',
      " with an explicit deny in a ",
      "service control policy: arn:x",
      "\n",
      "│ ",
      "\u001b[31m",
    );
    const text = fc.array(fc.oneof(pieces, fc.string())).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (pasted) => {
        for (const denial of readDenials(pasted)) {
          expect(denial.message.length).toBeLessThanOrEqual(1_000);
          expect(denial.sampleKeys.length).toBeLessThanOrEqual(5);
          expect(diagnose(denial).denial).toBe(denial);
        }
      }),
    );
  });

  test("a long hostile text is read in linear time", () => {
    const line = `copy failed: ${"s3://a/b to ".repeat(400)}\n`;
    const text = line.repeat(2_000) + "is not authorized to perform: ".repeat(20_000);
    expect(readDenials(text).length).toBeLessThan(10);
  });
});
