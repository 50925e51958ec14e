import { describe, expect, test } from "vitest";
import { bucketKeys, parseWorld, type World, worldKeys } from "../../src/policy/index.ts";

const A = "111111111111";
const B = "222222222222";
const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER = "5678abcd-12ab-34cd-56ef-1234567890ab";

function arnOf(account: string, id: string): string {
  return `arn:aws:kms:us-east-1:${account}:key/${id}`;
}

function worldOf(accounts: object, organization?: object): World {
  const parsed = parseWorld({ accounts, ...(organization && { organization }) });
  return parsed.ok ? parsed.value : expect.fail(JSON.stringify(parsed.problems));
}

const grant = { granteePrincipal: `arn:aws:iam::${A}:user/bob`, operations: ["Decrypt"] };

describe("the keys of a world", () => {
  const world = worldOf(
    {
      [A]: { keys: { [ID]: { alias: "alias/data", grants: [grant] } } },
      [B]: { keys: { [OTHER]: { awsManaged: true } } },
    },
    { id: "o-exampleorg1", managementAccount: A, resourceControlPolicies: {} },
  );
  const keys = worldKeys(world);

  // AWS KMS Developer Guide, Default key policy.
  test("have the default key policy where none is written", () => {
    const [policy] = keys.get(arnOf(A, ID))?.policy ?? [];
    expect(policy).toMatchObject({ name: "key policy", attachedTo: arnOf(A, ID) });
    expect(JSON.stringify(policy)).toContain(`arn:aws:iam::${A}:root`);
  });

  test("are enabled, with their grants and what conditions see of them", () => {
    expect(keys.get(arnOf(A, ID))).toMatchObject({
      state: "enabled",
      grants: [{ id: "grant-1", ...grant }],
      resourceControl: [{ id: "r-root" }, { id: A }],
    });
    expect([...(keys.get(arnOf(A, ID))?.context ?? [])]).toEqual([
      ["kms:keyorigin", ["AWS_KMS"]],
      ["kms:keyspec", ["SYMMETRIC_DEFAULT"]],
      ["kms:keyusage", ["ENCRYPT_DECRYPT"]],
      ["kms:resourcealiases", ["alias/data"]],
      ["aws:resourceorgid", ["o-exampleorg1"]],
      ["aws:resourceorgpaths", [`o-exampleorg1/r-root/`]],
    ]);
  });

  // AWS Organizations User Guide, Resource control policies: they do not bind keys that AWS manages.
  test("are bound by no resource control policy when AWS manages them", () => {
    const managed = keys.get(arnOf(B, OTHER));
    expect(managed?.resourceControl).toBeUndefined();
    expect(JSON.stringify(managed?.policy)).toContain("kms:CallerAccount");
  });

  test("are read back from a settled world", () => {
    const parsed = parseWorld(structuredClone(world));
    expect(parsed).toEqual({ ok: true, value: world });
  });
});

describe("the key that a bucket takes", () => {
  function keyOf(kmsKey: string, account: string, purpose: "read" | "write"): unknown {
    const world = worldOf({
      [A]: { keys: { [ID]: { alias: "alias/data" } } },
      [B]: {
        keys: { [OTHER]: { alias: "alias/data" } },
        buckets: { bbb: { encryption: { kmsKey, bucketKey: true } }, plain: {} },
      },
    });
    const use = bucketKeys(world)({ bucket: "bbb", account, purpose });
    return use && [use.key.arn, use.key.state, use.bucketKey];
  }

  test("is the one of its ARN, whoever asks", () => {
    expect(keyOf(arnOf(A, ID), B, "write")).toEqual([arnOf(A, ID), "enabled", true]);
  });

  // Amazon S3 API Reference, ServerSideEncryptionByDefault: KMS resolves an alias within the requester's account.
  test("is the one of its alias in the account of whoever writes", () => {
    expect(keyOf("alias/data", A, "write")).toEqual([arnOf(A, ID), "enabled", true]);
    expect(keyOf("alias/data", B, "write")).toEqual([arnOf(B, OTHER), "enabled", true]);
  });

  test("is for reading the one that the bucket's owner wrote with", () => {
    expect(keyOf("alias/data", A, "read")).toEqual([arnOf(B, OTHER), "enabled", true]);
  });

  test("is absent where the writer's account has none of that id", () => {
    expect(keyOf(OTHER, A, "write")).toEqual([arnOf(A, OTHER), "absent", true]);
  });

  test("is made by AWS in the writer's account for `aws/s3`, always the same", () => {
    const ours = keyOf("alias/aws/s3", A, "write");
    expect(ours).toEqual([
      expect.stringMatching(/:111111111111:key\/[0-9a-f-]{36}$/),
      "enabled",
      true,
    ]);
    expect(keyOf("alias/aws/s3", A, "write")).toEqual(ours);
    expect(keyOf("alias/aws/s3", B, "write")).not.toEqual(ours);
  });

  test("is none where objects are encrypted by S3 alone", () => {
    const world = worldOf({ [A]: { buckets: { bbb: {} } } });
    expect(bucketKeys(world)({ bucket: "bbb", account: A, purpose: "read" })).toBeUndefined();
    expect(bucketKeys(world)({ bucket: "ccc", account: A, purpose: "read" })).toBeUndefined();
  });
});
