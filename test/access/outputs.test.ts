import { describe, expect, test } from "vitest";

import { type Denial, diagnose, readDenials } from "../../src/access/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly text: string;
}

/** Only what the row names is compared; `means` is the code of the diagnosis. */
interface Want {
  readonly denials: readonly (Partial<Denial> & { readonly means: string })[];
}

describe("what people paste is understood", () => {
  test.each(loadCorpus<Given, Want>("outputs"))("%s", (_, { given, want }) => {
    const read = readDenials(given.text).map((denial) => ({
      ...denial,
      means: diagnose(denial).code,
    }));
    expect(read).toMatchObject(want.denials);
  });

  test("a whole output: each cause once, with its count and five of its keys", () => {
    const lines = Array.from({ length: 900 }, (_, i) => {
      const copy = `copy failed: s3://a/${i} to s3://b/${i} An error occurred`;
      const causes = [
        `${copy} (AccessDenied) when calling the CopyObject operation: Access Denied`,
        `${copy} (AccessDenied) when calling the GetObjectTagging operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObjectTagging on resource: "arn:aws:s3:::a/${i}" because no identity-based policy allows the s3:GetObjectTagging action`,
        `${copy} (ExpiredToken) when calling the CopyObject operation: The provided token has expired.`,
        `copy: s3://a/${i} to s3://b/${i}`,
      ];
      return `Completed ${i} file(s) with ~${900 - i} file(s) remaining (calculating...)\r${causes[i % 4] ?? ""}`;
    });
    const found = readDenials(lines.join("\n"));
    expect(
      found.map((denial) => [diagnose(denial).code, denial.count, denial.sampleKeys.length]),
    ).toEqual([
      ["denied-without-reason", 225, 5],
      ["identity-policy-silent", 225, 5],
      ["credentials-expired", 225, 5],
    ]);
  });

  test("braces without an end are given up soon", () => {
    const text = `"eventName": ${'{"a": ['.repeat(100_000)}`;
    expect(readDenials(text)).toEqual([]);
  });
});
