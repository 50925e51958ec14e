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

test("the command that mends a refusal lists as the run does", () => {
  const inventory = "s3://lists/inv/a/daily/2026-11-22T01-00Z/manifest.json";
  const given = [{ name: "source-inventory", value: inventory }];
  expect(grantLine({ positionals: ["s3://a", "s3://b"], given })).toBe(
    `sluice grant s3://a s3://b --source-inventory ${inventory}`,
  );
});

test("the command that applies a grant names none larger than the one that was shown", () => {
  const given = [
    { name: "exclude", value: "*" },
    { name: "include", value: "*.csv" },
    { name: "large-objects", value: "seen" },
    { name: "checksum", value: undefined },
    { name: "backup-to", value: "s3://b/kept" },
    { name: "format", value: "cli" },
  ];
  expect(grantLine({ positionals: ["s3://a", "s3://b"], given }, ["--apply"])).toBe(
    "sluice grant s3://a s3://b --exclude '*' --include '*.csv' --large-objects seen --checksum --backup-to s3://b/kept --apply",
  );
});

test("the command that mends a refusal names the file of a customer's key, never the key", () => {
  const line = (value: string): string =>
    grantLine({
      positionals: ["s3://a", "s3://b"],
      given: [
        { name: "sse-c", value: "AES256" },
        { name: "sse-c-key", value },
      ],
    });
  expect(line("fileb://key.bin")).toContain("--sse-c AES256 --sse-c-key fileb://key.bin");
  expect(line("b".repeat(32))).toBe("sluice grant s3://a s3://b --sse-c AES256 --sse-c-key KEY");
});
