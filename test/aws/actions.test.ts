import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generateActions } from "../../scripts/generate-actions.ts";
import { INVENTED_ACTIONS } from "../../src/aws/action-inventions.ts";
import {
  expandAction,
  findAction,
  isKnownService,
  nearestAction,
  resourceTypeArn,
} from "../../src/aws/index.ts";

const generated = join(import.meta.dirname, "..", "..", "src", "aws", "actions.generated.ts");

test("the generated table is what the generator writes", async () => {
  expect(await generateActions()).toBe(readFileSync(generated, "utf8"));
});

describe("finding an action", () => {
  test("has AWS's spelling, resource types and condition keys", () => {
    const action = findAction("S3:getobject");
    expect(action).toMatchObject({
      name: "s3:GetObject",
      accessLevel: "Read",
      resourceTypes: ["accesspointobject", "object"],
    });
    expect(action?.conditionKeys).toContain("s3:ExistingObjectTag/<key>");
  });

  test("tells actions on buckets from actions on objects", () => {
    expect(findAction("s3:ListBucket")?.resourceTypes).toEqual(["accesspoint", "bucket"]);
    expect(findAction("s3:ListAllMyBuckets")?.resourceTypes).toEqual([]);
  });

  test.each(["s3:CopyObject", "s3", "s3:", "ec2:RunInstances", "toString", "s3:__proto__"])(
    "knows no `%s`",
    (name) => {
      expect(findAction(name)).toBeUndefined();
    },
  );

  test("an invented name is no action, and what it means is one", () => {
    const invented = [...INVENTED_ACTIONS.keys()].filter((name) => findAction(`s3:${name}`));
    const meant = [...INVENTED_ACTIONS.values()].flat();
    expect(invented).toEqual([]);
    expect(meant.filter((name) => findAction(name)?.name !== name)).toEqual([]);
  });
});

test.each([
  ["s3:GetObjectTor*", ["s3:GetObjectTorrent"]],
  ["S3:getobject?ersion", ["s3:GetObjectVersion"]],
  ["s3:ListBucket?ersions", ["s3:ListBucketVersions"]],
  ["s?s:GetCaller*", ["sts:GetCallerIdentity"]],
  ["ec2:*", []],
])("`%s` stands for %j", (pattern, names) => {
  expect(expandAction(pattern)).toEqual(names);
});

test("`*` stands for the actions of all known services", () => {
  const services = new Set(expandAction("*").map((name) => name.split(":")[0]));
  expect([...services]).toEqual(["iam", "kms", "s3", "sts"]);
});

test.each([
  ["s3:CopyObject", ["s3:GetObject", "s3:PutObject"]],
  ["s3:headobject", ["s3:GetObject"]],
  ["s3:ListObjectsV2", ["s3:ListBucket"]],
  ["s3:UploadPart", ["s3:PutObject"]],
  ["s3:HeadBucket", ["s3:ListBucket"]],
  ["s3:DeleteObjects", ["s3:DeleteObject"]],
  ["s3:GetObjcet", ["s3:GetObject"]],
  ["S3:PutObjekt", ["s3:PutObject"]],
  ["s33:PutObject", ["s3:PutObject"]],
  ["sts:AssumeRoll", ["sts:AssumeRole"]],
  ["kms:GenerateDatKey", ["kms:GenerateDataKey"]],
  ["s3:Frobnicate", []],
  ["GetObject", []],
])("who writes `%s` means %j", (written, meant) => {
  expect(nearestAction(written)).toEqual(meant);
});

test("resource types have their ARN", () => {
  expect(resourceTypeArn("s3", "object")).toBe("arn:${Partition}:s3:::${BucketName}/${ObjectName}");
  expect(resourceTypeArn("s3", "toString")).toBeUndefined();
  expect(isKnownService("ec2")).toBe(false);
});
