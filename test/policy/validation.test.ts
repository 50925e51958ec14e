import { describe, expect, it } from "vitest";

import { bucketPolicyRefusal, parsePolicy, validateBucketPolicy } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Repeated {
  readonly before?: string;
  readonly repeat: string;
  readonly times: number;
  readonly after?: string;
}

interface ValidationRow {
  readonly kind: "identity" | "resource" | "trust";
  /** The text, its lines, one text many times over, or a policy to be written as JSON. */
  readonly policy: string | readonly string[] | Repeated | Readonly<Record<string, unknown>>;
  readonly bucket?: string;
  /** The principals that exist. */
  readonly principals?: readonly string[];
}

interface ValidationWant {
  readonly problems?: readonly { code: string; line: number; column: number }[];
  readonly refusal?: string | null;
}

function textOf(policy: ValidationRow["policy"]): string {
  if (typeof policy === "string") return policy;
  if (Array.isArray(policy)) return policy.join("\n");
  if (!isRepeated(policy)) return JSON.stringify(policy);
  return `${policy.before ?? ""}${policy.repeat.repeat(policy.times)}${policy.after ?? ""}`;
}

function isRepeated(policy: object): policy is Repeated {
  return "repeat" in policy;
}

function problemsOf({ kind, policy }: ValidationRow): unknown {
  const parsed = parsePolicy(textOf(policy), kind);
  const problems = parsed.ok ? [] : parsed.problems;
  return problems.map(({ code, line, column }) => ({ code, line, column }));
}

function refusalOf({ kind, policy, bucket = "", principals = [] }: ValidationRow): unknown {
  const parsed = parsePolicy(textOf(policy), kind);
  if (!parsed.ok) return bucketPolicyRefusal(parsed.problems);
  const principalExists = (principal: string): boolean => principals.includes(principal);
  return validateBucketPolicy(parsed.value, { bucket, principalExists });
}

const rows = loadCorpus<ValidationRow, ValidationWant>("policy-validation");

describe("a policy's text", () => {
  it.each(rows.filter(([, { want }]) => want.problems !== undefined))(
    "%s",
    (_name, { given, want }) => {
      expect(problemsOf(given)).toEqual(want.problems);
    },
  );
});

describe("S3 answers a bucket policy", () => {
  it.each(rows.filter(([, { want }]) => want.refusal !== undefined))(
    "%s",
    (_name, { given, want }) => {
      const refusal =
        want.refusal === null ? undefined : { code: "MalformedPolicy", message: want.refusal };
      expect(refusalOf(given)).toEqual(refusal);
    },
  );
});
