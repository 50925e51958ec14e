import { expect, test } from "vitest";
import { attachedPolicy } from "../../src/access/facts/attached-policy.ts";

test.each([
  ["bucket policy", "resource", "arn:aws:s3:::b のバケットポリシー、1:2: "],
  ["key policy", "resource", "arn:aws:s3:::b の KMS キーポリシー、1:2: "],
  ["ReadOnly", "identity", "arn:aws:s3:::b の ReadOnly、1:2: "],
] as const)("a %s that is not understood is named in the reader's language", (name, kind, ja) => {
  const fact = attachedPolicy({ name, kind, attachedTo: "arn:aws:s3:::b", text: "{" }, "asked");
  expect(fact).toMatchObject({
    known: false,
    why: {
      en: expect.stringContaining(`${name} of arn:aws:s3:::b, 1:2: `) as string,
      ja: expect.stringContaining(ja) as string,
    },
  });
});
