import { describe, expect, test } from "vitest";
import { runAccessTests } from "../../src/app/access-test/run-access-tests.ts";
import { readAssertion } from "../../src/app/access-test/assertion.ts";
import { parseWorld } from "../../src/policy/index.ts";

const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
const ARN = `arn:aws:kms:us-east-1:222222222222:key/${KEY}`;

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const parsed = parseWorld({
  accounts: {
    "111111111111": {
      users: {
        bob: {
          profile: "bob",
          inlinePolicies: {
            all: policy({ Effect: "Allow", Action: ["kms:*", "s3:*"], Resource: "*" }),
          },
        },
      },
    },
    "222222222222": {
      users: { carol: { profile: "carol" } },
      keys: {
        [KEY]: {
          policy: policy(
            {
              Effect: "Allow",
              Principal: { AWS: "111111111111" },
              Action: "kms:Decrypt",
              Resource: "*",
              Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
            },
            {
              Effect: "Allow",
              Principal: { AWS: "111111111111" },
              Action: ["kms:DescribeKey", "kms:GetKeyPolicy"],
              Resource: "*",
              Condition: { StringEquals: { "kms:CallerAccount": "111111111111" } },
            },
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::222222222222:user/carol" },
              Action: "kms:Encrypt",
              Resource: "*",
              Condition: { StringEquals: { "kms:EncryptionContext:app": "mine" } },
            },
          ),
        },
      },
    },
  },
});

async function verdictOf(sentence: string): Promise<string> {
  const assertion = readAssertion(sentence);
  if (assertion === undefined || !parsed.ok) throw new Error(sentence);
  const assertions = [{ ...assertion, line: 1 }];
  const [result] = await runAccessTests({ file: "a.yaml", world: parsed.value, assertions });
  return result?.verdict ?? "none";
}

describe("an assertion about a KMS key", () => {
  test.each([
    // AWS KMS Developer Guide, kms:ViaService: only requests that a service makes have it.
    [`bob can kms:Decrypt on ${ARN} when kms:ViaService=s3.us-east-1.amazonaws.com`, "allowed"],
    [`bob can kms:Decrypt on ${ARN} when kms:ViaService=sqs.us-east-1.amazonaws.com`, "denied"],
    [`bob cannot kms:Decrypt on ${ARN}`, "denied"],
    // kms:CallerAccount.
    [`bob can kms:DescribeKey on ${ARN}`, "allowed"],
    // AWS KMS permissions, Cross-account use: no.
    [`bob cannot kms:GetKeyPolicy on ${ARN}`, "denied"],
    // Key policies: a policy that names the user needs no identity policy.
    [`carol can kms:Encrypt on ${ARN} when kms:EncryptionContext:app=mine`, "allowed"],
    [`carol cannot kms:Encrypt on ${ARN}`, "denied"],
    [`bob cannot kms:Encrypt on ${ARN.replace("1234abcd", "9999abcd")}`, "denied"],
  ])("%s", async (sentence, verdict) => {
    expect(await verdictOf(sentence)).toBe(verdict);
  });

  test.each([
    [`bob can kms:Decrypt on s3://bucket/key`, "cannot test `kms:Decrypt` on `s3://bucket/key`"],
    [`bob can s3:GetObject on ${ARN}`, `cannot test \`s3:GetObject\` on \`${ARN}\``],
    ["bob can kms:Decrypt on arn:aws:kms:us-east-1:222222222222:key/*", "cannot test access to"],
  ])("names an action of KMS and one key: %s", async (sentence, message) => {
    await expect(verdictOf(sentence)).rejects.toThrow(message);
  });
});
