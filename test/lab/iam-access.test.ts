import { expect, test } from "vitest";
import { findAction } from "../../src/aws/index.ts";
import { IAM_OPERATIONS } from "../../src/lab/iam/operations.ts";
import { STS_OPERATIONS } from "../../src/lab/sts/operations.ts";

const operations = [...IAM_OPERATIONS, ...STS_OPERATIONS];

test("no operation is there twice", () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(operations.map(({ name, access }) => [name, access] as const))(
  "%s asks for actions, resources and condition keys that there are",
  (_name, access) => {
    for (const { action, resourceTypes, conditionKeys } of access) {
      const facts = findAction(action);
      expect(facts?.name).toBe(action);
      expect(facts?.resourceTypes).toEqual(expect.arrayContaining([...resourceTypes]));
      expect(facts?.conditionKeys).toEqual(expect.arrayContaining([...conditionKeys]));
    }
  },
);
