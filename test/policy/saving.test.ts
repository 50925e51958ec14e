import { describe, expect, it } from "vitest";
import { type PolicyPlace, policyRefusal, type SaveRefusal } from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface RowPlace {
  readonly kind: PolicyPlace["kind"];
  readonly of?: "user" | "role" | "group";
  readonly name?: string;
  readonly others?: readonly string[];
  readonly bucket?: string;
  readonly principals?: readonly string[];
}

interface SavingRow {
  /** The text in lines, or a policy to be written as JSON. */
  readonly policy: string | readonly string[] | Readonly<Record<string, unknown>>;
  readonly place: RowPlace;
}

interface SavingWant {
  readonly save?: SaveRefusal | null;
}

function placeOf({ kind, bucket = "", principals = [], ...inline }: RowPlace): PolicyPlace {
  const principalExists = (principal: string): boolean => principals.includes(principal);
  switch (kind) {
    case "bucketPolicy":
      return { kind, facts: { bucket, principalExists } };
    case "inline":
      return { kind, of: "user", name: "", others: [], ...inline };
    case "trust":
    case "keyPolicy":
      return { kind, principalExists };
    case "managed":
    case "session":
    case "serviceControl":
    case "resourceControl":
    case "vpcEndpoint":
      return { kind };
  }
}

function textOf(policy: SavingRow["policy"]): string {
  if (typeof policy === "string") return policy;
  return Array.isArray(policy) ? policy.join("\n") : JSON.stringify(policy);
}

const rows = loadCorpus<SavingRow, SavingWant>("policy-validation").filter(
  ([, { want }]) => want.save !== undefined,
);

describe("a policy that is put", () => {
  it.each(rows)("is taken, or refused in AWS's words: %s", (_name, { given, want }) => {
    expect(policyRefusal(textOf(given.policy), placeOf(given.place)) ?? null).toEqual(want.save);
  });
});
