import { expect, test } from "vitest";
import { grantLine } from "../../src/cli/render/command-line.ts";

test("the command that mends a refusal is one that grant takes, whoever does the run", () => {
  const line = (value: string): string =>
    grantLine({ positionals: ["s3://a", "s3://b"], given: [{ name: "on", value }] });
  expect(line("s3-batch")).toBe("sluice grant s3://a s3://b --on s3-batch");
  expect(line("fleet")).toBe("sluice grant s3://a s3://b");
});

test("the command that mends a refusal keeps what its permissions and its policy depend on", () => {
  const given = [
    { name: "profile", value: "dev-a" },
    { name: "size-only", value: undefined },
    { name: "sse", value: "aws:kms" },
    { name: "principal-style", value: "pattern" },
    { name: "out", value: "fix" },
  ];
  expect(grantLine({ positionals: ["s3://a", "s3://b/c d"], given }, ["--apply"])).toBe(
    "sluice grant s3://a 's3://b/c d' --profile dev-a --sse aws:kms --principal-style pattern --apply",
  );
});
