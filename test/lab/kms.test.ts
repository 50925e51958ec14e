import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { textAt } from "./ask-json.ts";
import { openServices, type OpenServices } from "./open-services.ts";

let open: OpenServices;
beforeEach(async () => {
  open = await openServices();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

const plaintext = Buffer.from("attack at dawn").toString("base64");
const EncryptionContext = { purpose: "test", "aws:s3:arn": "arn:aws:s3:::bucket-a/k" };

async function createKey(profile: string, input: object = {}): Promise<string> {
  return textAt(await open.get(profile, "kms:CreateKey", input), "KeyMetadata.Arn");
}

async function encrypt(KeyId: string, input: object = {}): Promise<string> {
  const body = await open.get("alice", "kms:Encrypt", { KeyId, Plaintext: plaintext, ...input });
  return textAt(body, "CiphertextBlob");
}

/** A key policy that gives the account its key, and more. */
function keyPolicy(account: string, ...more: readonly object[]): string {
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const own = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [own, ...more] });
}

/** A key policy that lets no policies of the account count. */
const ALICE_ALONE = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:user/alice" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});

// KMS API Reference, DescribeKey: a predefined alias is given its AWS managed key when it is asked for.
test("the key that AWS manages for S3 is there once it is described by its alias", async () => {
  const shown = await open.get("alice", "kms:DescribeKey", { KeyId: "alias/aws/s3" });
  expect(textAt(shown, "KeyMetadata.KeyManager")).toBe("AWS");
  const again = await open.get("alice", "kms:DescribeKey", { KeyId: "alias/aws/s3" });
  expect(textAt(again, "KeyMetadata.Arn")).toBe(textAt(shown, "KeyMetadata.Arn"));
});

// github.com/FogSecurity/aws-managed-kms-keys, as GetKeyPolicy shows it, and no check of the world may know another.
test("the policy of that key is the one that AWS gives it, and gives the account no more than a look", async () => {
  const shown = await open.get("alice", "kms:DescribeKey", { KeyId: "alias/aws/s3" });
  const KeyId = textAt(shown, "KeyMetadata.Arn");
  const { Policy } = await open.get("alice", "kms:GetKeyPolicy", { KeyId });
  expect(JSON.parse(String(Policy))).toMatchObject({
    Id: "auto-s3-2",
    Statement: [
      { Principal: { AWS: "*" } },
      { Action: ["kms:Describe*", "kms:Get*", "kms:List*"] },
    ],
  });
});

describe("cryptography", () => {
  test("what was encrypted comes back with the same context, and only with it", async () => {
    const KeyId = await createKey("alice");
    const CiphertextBlob = await encrypt(KeyId, { EncryptionContext });
    const reordered = Object.fromEntries(Object.entries(EncryptionContext).reverse());
    expect(
      await open.get("alice", "kms:Decrypt", { CiphertextBlob, EncryptionContext: reordered }),
    ).toEqual({ KeyId, Plaintext: plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
    expect(await open.ask("alice", "kms:Decrypt", { CiphertextBlob })).toEqual({
      status: 400,
      body: { __type: "InvalidCiphertextException", message: "" },
    });
  });

  test("a ciphertext in which one bit differs is refused, wherever the bit is", async () => {
    const KeyId = await createKey("alice");
    const blob = Buffer.from(await encrypt(KeyId), "base64");
    const codes = new Set<string>();
    for (const at of [0, 2, blob.length - 20, blob.length - 1]) {
      const changed = Buffer.from(blob);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const { body } = await open.ask("alice", "kms:Decrypt", {
        CiphertextBlob: changed.toString("base64"),
      });
      codes.add(textAt(body, "__type"));
    }
    expect([...codes].sort()).toEqual(["AccessDeniedException", "InvalidCiphertextException"]);
  });

  test("a data key is as long as it was asked for, and its ciphertext opens to it", async () => {
    const KeyId = await createKey("alice");
    const made = await open.get("alice", "kms:GenerateDataKey", { KeyId, KeySpec: "AES_256" });
    expect(Buffer.from(textAt(made, "Plaintext"), "base64")).toHaveLength(32);
    const CiphertextBlob = textAt(made, "CiphertextBlob");
    const opened = await open.get("alice", "kms:Decrypt", { CiphertextBlob });
    expect(opened["Plaintext"]).toBe(made["Plaintext"]);
    const hidden = await open.get("alice", "kms:GenerateDataKeyWithoutPlaintext", {
      KeyId,
      NumberOfBytes: 24,
    });
    expect(hidden).not.toHaveProperty("Plaintext");
  });

  test("what is re-encrypted opens under the new key and the new context", async () => {
    const [first, second] = [await createKey("alice"), await createKey("alice")];
    const moved = await open.get("alice", "kms:ReEncrypt", {
      CiphertextBlob: await encrypt(first, { EncryptionContext }),
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: second,
    });
    expect(moved).toMatchObject({ SourceKeyId: first, KeyId: second });
    const opened = await open.get("alice", "kms:Decrypt", {
      CiphertextBlob: textAt(moved, "CiphertextBlob"),
    });
    expect(opened).toMatchObject({ KeyId: second, Plaintext: plaintext });
  });

  test("another key than the ciphertext's is refused by name", async () => {
    const CiphertextBlob = await encrypt(await createKey("alice"));
    const KeyId = await createKey("alice");
    expect((await open.ask("alice", "kms:Decrypt", { CiphertextBlob, KeyId })).body).toEqual({
      __type: "IncorrectKeyException",
      message: "The key ID in the request does not identify a CMK that can perform this operation.",
    });
  });
});

describe("authorization", () => {
  test("a key of another account opens when key policy and caller's policies both allow", async () => {
    const KeyId = await createKey("alice");
    const ask = (): ReturnType<OpenServices["ask"]> =>
      open.ask("bob", "kms:GenerateDataKey", { KeyId, KeySpec: "AES_256" });
    const refused = await ask();
    expect(refused.status).toBe(400);
    expect(textAt(refused.body, "__type")).toBe("AccessDeniedException");
    expect(textAt(refused.body, "message")).toContain(
      "kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
    );
    const b = { AWS: "arn:aws:iam::222222222222:root" };
    const Policy = keyPolicy("111111111111", {
      Effect: "Allow",
      Principal: b,
      Action: "kms:GenerateDataKey",
      Resource: "*",
    });
    await open.get("alice", "kms:PutKeyPolicy", { KeyId, Policy });
    expect((await ask()).status).toBe(200);
    const manage = await open.ask("bob", "kms:DisableKey", { KeyId });
    expect(textAt(manage.body, "__type")).toBe("AccessDeniedException");
  });

  test("a caller's own policies count only where the key policy lets them", async () => {
    const KeyId = await createKey("alice");
    const CiphertextBlob = await encrypt(KeyId);
    expect((await open.ask("guest", "kms:Decrypt", { CiphertextBlob })).status).toBe(200);
    await open.get("alice", "kms:PutKeyPolicy", { KeyId, Policy: ALICE_ALONE });
    const { body } = await open.ask("guest", "kms:Decrypt", { CiphertextBlob });
    expect(textAt(body, "message")).toBe(
      "User: arn:aws:iam::111111111111:user/guest is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no resource-based policy allows the kms:Decrypt action",
    );
  });

  test("whoever has only a ciphertext of another account does not learn of its key", async () => {
    const CiphertextBlob = await encrypt(await createKey("alice"));
    expect((await open.ask("bob", "kms:Decrypt", { CiphertextBlob })).body).toEqual({
      __type: "AccessDeniedException",
      message:
        "User: arn:aws:iam::222222222222:user/bob is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
    });
  });

  test("a grant lets its grantee do what it says, within its constraint, until it is revoked", async () => {
    const KeyId = await createKey("alice");
    const GranteePrincipal = "arn:aws:iam::111111111111:user/guest";
    const { GrantId } = await open.get("alice", "kms:CreateGrant", {
      KeyId,
      GranteePrincipal,
      Operations: ["Encrypt"],
      Constraints: { EncryptionContextSubset: { purpose: "test" } },
    });
    const ask = (context: object): ReturnType<OpenServices["ask"]> =>
      open.ask("guest", "kms:Encrypt", { KeyId, Plaintext: plaintext, EncryptionContext: context });
    expect((await ask(EncryptionContext)).status).toBe(200);
    expect((await ask({ purpose: "other" })).status).toBe(400);
    expect(await open.get("alice", "kms:ListGrants", { KeyId })).toMatchObject({
      Grants: [{ GrantId, GranteePrincipal, Operations: ["Encrypt"] }],
      Truncated: false,
    });
    await open.get("alice", "kms:RevokeGrant", { KeyId, GrantId });
    expect((await ask(EncryptionContext)).status).toBe(400);
  });

  // AWS KMS Developer Guide, Creating grants, Granting CreateGrant permission.
  test("whoever may make grants by right of a grant makes none that is wider", async () => {
    const KeyId = await createKey("alice");
    await open.get("alice", "kms:PutKeyPolicy", { KeyId, Policy: ALICE_ALONE });
    const GranteePrincipal = "arn:aws:iam::111111111111:user/guest";
    await open.get("alice", "kms:CreateGrant", {
      KeyId,
      GranteePrincipal,
      Operations: ["Encrypt", "CreateGrant"],
      Constraints: { EncryptionContextSubset: { purpose: "test" } },
    });
    const pass = (Operations: readonly string[], Constraints?: object): Promise<unknown> =>
      open
        .ask("guest", "kms:CreateGrant", { KeyId, GranteePrincipal, Operations, Constraints })
        .then(({ status, body }) => (status === 200 ? "made" : textAt(body, "__type")));
    const EncryptionContextSubset = { purpose: "test", more: "x" };
    expect(await pass(["Encrypt"], { EncryptionContextSubset })).toBe("made");
    expect(await pass(["Decrypt"], { EncryptionContextSubset })).toBe("AccessDeniedException");
    expect(await pass(["Encrypt"])).toBe("AccessDeniedException");
    const other = { EncryptionContextEquals: { purpose: "other" } };
    expect(await pass(["Encrypt"], other)).toBe("AccessDeniedException");
  });

  test("a condition on the encryption context holds requests to it", async () => {
    const KeyId = await createKey("alice");
    const Policy = keyPolicy("111111111111", {
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Encrypt",
      Resource: "*",
      Condition: { StringNotEquals: { "kms:EncryptionContext:purpose": "test" } },
    });
    await open.get("alice", "kms:PutKeyPolicy", { KeyId, Policy });
    const ask = (context: object): ReturnType<OpenServices["ask"]> =>
      open.ask("alice", "kms:Encrypt", { KeyId, Plaintext: plaintext, EncryptionContext: context });
    expect((await ask({ purpose: "test" })).status).toBe(200);
    expect(textAt((await ask({})).body, "message")).toContain(
      "with an explicit deny in a resource-based policy",
    );
  });

  test("a key policy that locks its writer out is refused, unless that is wished", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:user/guest" },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    });
    expect((await open.ask("alice", "kms:CreateKey", { Policy })).body).toEqual({
      __type: "MalformedPolicyDocumentException",
      message: "The new key policy will not allow you to update the key policy in the future.",
    });
    expect(await open.get("alice", "kms:ListKeys")).toEqual({ Keys: [], Truncated: false });
    await createKey("alice", { Policy, BypassPolicyLockoutSafetyCheck: true });
  });
});

describe("keys", () => {
  test("an alias leads to its key in the caller's own account and region", async () => {
    const KeyId = await createKey("alice");
    const AliasName = "alias/app";
    await open.get("alice", "kms:CreateAlias", { AliasName, TargetKeyId: KeyId });
    const found = await open.get("alice", "kms:DescribeKey", { KeyId: AliasName });
    expect(textAt(found, "KeyMetadata.Arn")).toBe(KeyId);
    expect((await open.ask("bob", "kms:DescribeKey", { KeyId: AliasName })).body).toEqual({
      __type: "NotFoundException",
      message: "Alias arn:aws:kms:ap-northeast-1:222222222222:alias/app is not found.",
    });
    const again = await open.ask("alice", "kms:CreateAlias", { AliasName, TargetKeyId: KeyId });
    expect(textAt(again.body, "__type")).toBe("AlreadyExistsException");
    await open.get("alice", "kms:DeleteAlias", { AliasName });
    expect((await open.ask("alice", "kms:DescribeKey", { KeyId: AliasName })).status).toBe(400);
  });

  test("a key that waits for its deletion does nothing, can be kept, and goes when its time is over", async () => {
    const KeyId = await createKey("alice");
    const use = (): ReturnType<OpenServices["ask"]> =>
      open.ask("alice", "kms:Encrypt", { KeyId, Plaintext: plaintext });
    await open.get("alice", "kms:DisableKey", { KeyId });
    expect((await use()).body).toEqual({
      __type: "DisabledException",
      message: `${KeyId} is disabled.`,
    });
    await open.get("alice", "kms:ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 });
    expect((await use()).body).toEqual({
      __type: "KMSInvalidStateException",
      message: `${KeyId} is pending deletion.`,
    });
    await open.get("alice", "kms:CancelKeyDeletion", { KeyId });
    await open.get("alice", "kms:EnableKey", { KeyId });
    expect((await use()).status).toBe(200);
    await open.get("alice", "kms:ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 });
    open.wait(7 * 24 * 60 * 60 * 1000 - 60_000);
    expect((await open.get("alice", "kms:ListKeys"))["Keys"]).toHaveLength(1);
    open.wait(60_000);
    expect((await open.get("alice", "kms:ListKeys"))["Keys"]).toEqual([]);
    expect((await use()).body).toEqual({
      __type: "NotFoundException",
      message: `Key '${KeyId}' does not exist`,
    });
  });

  test("tags and rotation are kept with the key", async () => {
    const Tags = [{ TagKey: "team", TagValue: "data" }];
    const KeyId = await createKey("alice", { Tags });
    expect(await open.get("alice", "kms:ListResourceTags", { KeyId })).toEqual({
      Tags,
      Truncated: false,
    });
    await open.get("alice", "kms:EnableKeyRotation", { KeyId, RotationPeriodInDays: 90 });
    expect(await open.get("alice", "kms:GetKeyRotationStatus", { KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
    });
    await open.get("alice", "kms:DisableKeyRotation", { KeyId });
    expect(await open.get("alice", "kms:GetKeyRotationStatus", { KeyId })).toEqual({
      KeyId,
      KeyRotationEnabled: false,
    });
  });
});
