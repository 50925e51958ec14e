import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Facts, gatherFacts } from "../../src/access/index.ts";
import { accountAt } from "../../src/app/known-identity.ts";
import type { Lab } from "../../src/lab/index.ts";
import { startLabOf } from "../support/start-lab-of.ts";

const A = "111111111111";
const B = "222222222222";
const KEY = "5678abcd-12ab-34cd-56ef-1234567890ab";
const ARN = `arn:aws:kms:us-east-1:${B}:key/${KEY}`;
const all = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const reader = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:GetBucketPolicy", "iam:*"], Resource: "*" }],
};
const everybody = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::dev-d/*" },
  ],
};
const keys = {
  bob: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "bob/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  carol: { accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: "carol/K7MDENG/bPxRfiCYEXAMPLE" },
  dan: { accessKeyId: "AKIAI55QH8DHBEXAMPLE", secretAccessKey: "dan/K7MDENG/bPxRfiCYEXAMPLEKEY" },
};

function user(profile: keyof typeof keys, policy: object): object {
  return { profile, credentials: keys[profile], inlinePolicies: { its: policy } };
}

describe("what the owners of buckets and keys tell of them, live", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLabOf({
      accounts: {
        [A]: { users: { bob: user("bob", all) }, buckets: { "dev-a": {} } },
        [B]: {
          users: { carol: user("carol", all), dan: user("dan", reader) },
          publicAccessBlock: { restrictPublicBuckets: true },
          buckets: {
            "dev-b": { requesterPays: true, encryption: { kmsKey: ARN, bucketKey: true } },
            "dev-c": {
              objectOwnership: "ObjectWriter",
              acl: "public-read",
              publicAccessBlock: { blockPublicAcls: false },
              encryption: { kmsKey: "alias/app" },
            },
            "dev-d": { policy: everybody },
          },
          keys: { [KEY]: { alias: "alias/app", grants: [] } },
        },
      },
    });
  });

  afterAll(() => lab.close());

  async function factsFor(
    caller: keyof typeof keys,
    owner?: keyof typeof keys,
    options: { readonly withoutAcls?: boolean } = {},
  ): Promise<Facts> {
    const account = (profile: keyof typeof keys) =>
      accountAt({
        profile,
        credentials: keys[profile],
        region: "us-east-1",
        endpoint: lab.url,
      });
    return gatherFacts({
      caller: account(caller),
      owners: owner === undefined ? [] : [account(owner)],
      buckets: ["dev-a", "dev-b", "dev-c", "dev-d"],
      ...options,
    });
  }

  test("is read through whoever belongs to the bucket's account", async () => {
    const { buckets } = await factsFor("bob", "carol");
    expect(buckets.get("dev-b")?.settings).toMatchObject({
      accountBlock: { known: true, value: { restrictPublicBuckets: true, blockPublicAcls: false } },
      bucketBlock: { known: true, value: { restrictPublicBuckets: true, blockPublicAcls: true } },
      ownership: { known: true, value: { setting: "BucketOwnerEnforced", bucketAcl: [] } },
      requesterPays: { known: true, value: true },
    });
    expect(buckets.get("dev-c")?.settings).toMatchObject({
      bucketBlock: { known: true, value: { blockPublicAcls: false, ignorePublicAcls: true } },
      ownership: {
        known: true,
        value: {
          setting: "ObjectWriter",
          bucketAcl: [
            { grantee: { kind: "account", account: B }, permission: "FULL_CONTROL" },
            { grantee: { kind: "group", group: "AllUsers" }, permission: "READ" },
          ],
        },
      },
      requesterPays: { known: true, value: false },
    });
  });

  // S3 User Guide, Blocking public access: public policies and public ACLs are what is blocked.
  test.for([
    ["dev-b", "assumed", "has neither a public policy nor ACLs"],
    ["dev-c", true, "has ACLs"],
    ["dev-d", true, "has a public policy"],
  ] as const)("tells of %s what blocks public access: %s, for it %s", async ([bucket, known]) => {
    const { buckets } = await factsFor("bob", "carol", { withoutAcls: true });
    expect(buckets.get(bucket)?.settings).toMatchObject({
      accountBlock: { known },
      bucketBlock: { known },
      ownership: { known: true },
    });
  });

  test("is the bucket's key with its policy and grants", async () => {
    const { buckets } = await factsFor("bob", "carol");
    expect(buckets.get("dev-a")?.encryption).toMatchObject({ known: true, value: {} });
    const key = { arn: ARN, state: "enabled", policy: [{ name: "key policy" }], grants: [] };
    expect(buckets.get("dev-b")?.encryption).toMatchObject({
      known: true,
      value: { read: key, write: key, bucketKey: true },
    });
  });

  // S3 API Reference, ServerSideEncryptionByDefault, KMSMasterKeyID.
  test("is a key of the writer's account where the default is an alias", async () => {
    const { buckets } = await factsFor("bob", "carol");
    expect(buckets.get("dev-c")?.encryption).toMatchObject({
      known: true,
      value: {
        read: { arn: ARN, state: "enabled" },
        write: { arn: `arn:aws:kms:us-east-1:${A}:alias/app`, state: "absent" },
      },
    });
  });

  test("is unknown where they may not read it, with who was asked", async () => {
    const { buckets } = await factsFor("bob", "dan");
    const about = buckets.get("dev-b");
    expect(about?.policy.known).toBe(true);
    expect(about?.settings).toMatchObject({
      accountBlock: {
        known: false,
        why: { en: expect.stringContaining("as profile dan") as unknown },
      },
      bucketBlock: { known: false },
      ownership: { known: false },
      requesterPays: { known: false },
    });
    expect(about?.encryption).toMatchObject({
      known: false,
      why: { en: "GetBucketEncryption as profile dan: AccessDenied" },
    });
  });

  test("is not asked for where nobody of the bucket's account is there", async () => {
    const { buckets } = await factsFor("bob");
    expect(buckets.get("dev-b")?.policy.known).toBe(false);
    expect(buckets.get("dev-b")).not.toHaveProperty("settings");
    expect(buckets.get("dev-b")).not.toHaveProperty("encryption");
  });
});
