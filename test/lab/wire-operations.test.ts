import { describe, expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { type Asked, LAB_OPERATIONS, operationOf } from "./operation-of.ts";
import { answersOf, askedOf, type OperationStep, type StepAnswer } from "./operation-rows.ts";
import type { StepsGiven, StepWant } from "./step-rows.ts";

interface OperationGiven {
  readonly steps: readonly OperationStep[];
}

const rows = loadCorpus<OperationGiven, readonly StepAnswer[]>("lab-operations");

test.for(rows)("%s", async ([, { given, want }]) => {
  const answers = await answersOf(given.steps);
  expect(answers).toMatchObject(
    want.map(({ body = [], ...rest }) => ({
      ...rest,
      body: [expect.stringMatching(inOrder(body))],
    })),
  );
});

function inOrder(pieces: readonly string[]): RegExp {
  const escaped = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(escaped.join(".*"), "s");
}

interface FormGiven {
  readonly service?: string;
  readonly form: Readonly<Record<string, string>>;
}

/** What every row of the wire asks, and the status that it wants. */
const told: readonly (readonly [string | undefined, number])[] = [
  ...rows.flatMap(([, { given, want }]) =>
    given.steps.map((step, i) => [operationOf(askedOf(step)), want[i]?.status ?? 0] as const),
  ),
  ...loadCorpus<Asked, { readonly status: number }>("lab").map(
    ([, { given, want }]) => [operationOf(given), want.status] as const,
  ),
  ...["lab-acls", "lab-objects"].flatMap((area) =>
    loadCorpus<StepsGiven, readonly StepWant[]>(area).flatMap(([, { given, want }]) =>
      given.steps.map(({ request, ...step }, i) => {
        const [method = "", target = ""] = request.split(" ");
        return [operationOf({ method, target, ...step }), want[i]?.status ?? 0] as const;
      }),
    ),
  ),
  ...loadCorpus<FormGiven, { readonly status: number }>("iam-wire").map(
    ([, { given, want }]) =>
      [`${given.service ?? "iam"}:${given.form["Action"] ?? ""}`, want.status] as const,
  ),
];

// To say that it lacks something is no answer of AWS's.
const NOT_IMPLEMENTED = 501;

const WITHOUT_SUCCESS: Readonly<Record<string, string>> = {
  "s3:GetBucketReplication": "the lab lacks PutBucketReplication, so no bucket has a replication",
  "sts:AssumeRoleWithWebIdentity": "it takes a provider that serves keys: sts-web-identity.test.ts",
  "organizations:CreateOrganization": "it takes an account of none: organizations.test.ts",
  "organizations:DescribeEffectivePolicy": "control policies have no effective one",
};

describe("every operation of the lab", () => {
  const lacking = (isWanted: (status: number) => boolean): readonly string[] => {
    const seen = new Set(told.filter(([, status]) => isWanted(status)).map(([name]) => name));
    return LAB_OPERATIONS.filter((name) => !seen.has(name));
  };

  test("has a row of its success, or a reason why it has none", () => {
    expect(lacking((status) => status > 0 && status < 400)).toEqual(Object.keys(WITHOUT_SUCCESS));
  });

  test("has a row of an error", () => {
    expect(lacking((status) => status >= 400 && status !== NOT_IMPLEMENTED)).toEqual([]);
  });
});
