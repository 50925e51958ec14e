import fc from "fast-check";
import { expect, test } from "vitest";
import { formatArn, parseArn, partitionOf, s3Arn } from "../../src/aws/index.ts";

test("an ARN that is written is read back, whatever its resource", () => {
  const field = fc.stringMatching(/^[a-z0-9-]*$/);
  const named = fc.stringMatching(/^[a-z0-9-]+$/);
  fc.assert(
    fc.property(
      fc.record({
        partition: named,
        service: named,
        region: field,
        account: field,
        resource: fc.string({ unit: "binary" }),
      }),
      (arn) => {
        expect(parseArn(formatArn(arn))).toEqual(arn);
      },
    ),
  );
});

test.each(["", "arn", "arn:aws:s3", "arn:aws:s3::", "arn::s3:::b", "urn:aws:s3:::b", "*"])(
  "`%s` is no ARN",
  (text) => {
    expect(parseArn(text)).toBeUndefined();
  },
);

test.each([
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
  ["eu-west-1", "aws"],
])("region %s is of partition %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
  expect(s3Arn("b", "k/é", partition)).toBe(`arn:${partition}:s3:::b/k/é`);
});
