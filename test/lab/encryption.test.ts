import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";

const ENABLED = "11111111-2222-4333-8444-555555555555";
const DISABLED = "11111111-2222-4333-8444-666666666666";
const Bucket = "bucket-a";
const arnOf = (id: string): string => `arn:aws:kms:ap-northeast-1:111111111111:key/${id}`;
const allow = (Action: string): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});

let open: OpenLab;
let alice: S3Client;
beforeAll(async () => {
  open = await openLab({ world: keyWorld() });
  alice = open.s3("alice");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** A key that is enabled and one that is not; someone with S3 alone, and an administrator of B. */
function keyWorld(): World {
  const admin = { managedPolicies: ["AdministratorAccess"] };
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "s3:*Object",
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          alice: { profile: "alice", ...admin },
          carol: { profile: "carol", inlinePolicies: { s3: allow("s3:*") } },
        },
        keys: {
          [ENABLED]: { region: "ap-northeast-1", alias: "alias/app" },
          [DISABLED]: { region: "ap-northeast-1", state: "disabled" },
        },
        buckets: {
          [Bucket]: {
            region: "ap-northeast-1",
            policy: { Version: "2012-10-17", Statement: [statement] },
          },
          "by-default": {
            region: "ap-northeast-1",
            encryption: { kmsKey: "alias/app", bucketKey: true },
          },
          settable: { region: "ap-northeast-1" },
        },
      },
      "222222222222": { users: { bob: { profile: "bob", ...admin } } },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const sse = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/app" } as const;

async function readText(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string; readonly Range?: string },
): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand(place));
  return (await Body?.transformToString()) ?? "";
}

test("an object under a KMS key is read back, whole and by ranges", async () => {
  const Body = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join("");
  const put = await alice.send(new PutObjectCommand({ Bucket, Key: "long", Body, ...sse }));
  expect(put).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: arnOf(ENABLED) });
  expect(await readText(alice, { Bucket, Key: "long" })).toBe(Body);
  const Range = "bytes=100001-100077";
  expect(await readText(alice, { Bucket, Key: "long", Range })).toBe(Body.slice(100_001, 100_078));
  expect(await alice.send(new HeadObjectCommand({ Bucket, Key: "long" }))).toMatchObject({
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: arnOf(ENABLED),
  });
});

test("who has S3 but no key is refused in KMS's words", async () => {
  const carol = open.s3("carol");
  await alice.send(new PutObjectCommand({ Bucket, Key: "k", Body: "secret", ...sse }));
  const who = "User: arn:aws:iam::111111111111:user/carol is not authorized to perform:";
  await expect(carol.send(new GetObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: `${who} kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action`,
  });
  const write = new PutObjectCommand({ Bucket, Key: "k2", Body: "x", ...sse });
  await expect(carol.send(write)).rejects.toMatchObject({
    name: "AccessDenied",
    message: `${who} kms:GenerateDataKey on resource: ${arnOf(ENABLED)} because no identity-based policy allows the kms:GenerateDataKey action`,
  });
  expect(await carol.send(new HeadObjectCommand({ Bucket, Key: "k" }))).toMatchObject({
    ContentLength: 6,
  });
});

test("the key that AWS manages serves nobody of another account", async () => {
  const managed = { ServerSideEncryption: "aws:kms" } as const;
  await alice.send(new PutObjectCommand({ Bucket, Key: "managed", Body: "x", ...managed }));
  expect(await readText(alice, { Bucket, Key: "managed" })).toBe("x");
  const read = new GetObjectCommand({ Bucket, Key: "managed" });
  await expect(open.s3("bob").send(read)).rejects.toMatchObject({
    name: "AccessDenied",
    message:
      "User: arn:aws:iam::222222222222:user/bob is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
  });
});

test.each([
  [DISABLED, "KMS.DisabledException", `${arnOf(DISABLED)} is disabled.`],
  ["fake-key-id", "KMS.NotFoundException", "Invalid keyId 'fake-key-id'"],
  [
    "arn:aws:kms:us-west-2:111111111111:key/11111111-2222-4333-8444-555555555555",
    "KMS.NotFoundException",
    "Invalid arn us-west-2",
  ],
])("KMS's refusal of %s reaches the writer", async (SSEKMSKeyId, name, message) => {
  const write = new PutObjectCommand({ Bucket, Key: "no", Body: "x", ...sse, SSEKMSKeyId });
  await expect(alice.send(write)).rejects.toMatchObject({
    name,
    message,
    $metadata: { httpStatusCode: 400 },
  });
});

test("a bucket's default holds for objects without a word on it, and can be set and taken away", async () => {
  const put = await alice.send(new PutObjectCommand({ Bucket: "by-default", Key: "k", Body: "x" }));
  expect(put).toMatchObject({ SSEKMSKeyId: arnOf(ENABLED), BucketKeyEnabled: true });
  const Rules = [
    {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: "aws:kms" as const,
        KMSMasterKeyID: ENABLED,
      },
      BucketKeyEnabled: true,
    },
  ];
  const plain = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } };
  const get = new GetBucketEncryptionCommand({ Bucket: "settable" });
  expect(await alice.send(get)).toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [plain] },
  });
  await alice.send(
    new PutBucketEncryptionCommand({
      Bucket: "settable",
      ServerSideEncryptionConfiguration: { Rules },
    }),
  );
  expect(await alice.send(get)).toMatchObject({ ServerSideEncryptionConfiguration: { Rules } });
  await alice.send(new DeleteBucketEncryptionCommand({ Bucket: "settable" }));
  expect(await alice.send(get)).toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [plain] },
  });
});

test("copies go from one encryption to another", async () => {
  await alice.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "words" }));
  const CopySource = `${Bucket}/plain`;
  await alice.send(new CopyObjectCommand({ Bucket, Key: "sealed", CopySource, ...sse }));
  expect(await readText(alice, { Bucket, Key: "sealed" })).toBe("words");
  await alice.send(new CopyObjectCommand({ Bucket, Key: "again", CopySource: `${Bucket}/sealed` }));
  expect(await readText(alice, { Bucket, Key: "again" })).toBe("words");
  const copy = new CopyObjectCommand({ Bucket, Key: "no", CopySource: `${Bucket}/sealed` });
  await expect(open.s3("carol").send(copy)).rejects.toMatchObject({ name: "AccessDenied" });
});

test.each(["aws:kms", "aws:kms:dsse"] as const)("parts under %s are read as one", async (kind) => {
  const Key = "parts";
  const asked = { ...sse, ServerSideEncryption: kind };
  const created = await alice.send(new CreateMultipartUploadCommand({ Bucket, Key, ...asked }));
  const { UploadId } = created;
  const told = [created];
  const bodies = ["a".repeat(5 * 1024 * 1024), "the end"];
  const Parts = [];
  for (const [i, Body] of bodies.entries()) {
    const upload = { Bucket, Key, UploadId, PartNumber: i + 1, Body };
    const { ETag } = await alice.send(new UploadPartCommand(upload));
    Parts.push({ ETag, PartNumber: i + 1 });
  }
  const completion = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
  told.push(await alice.send(new CompleteMultipartUploadCommand(completion)));
  expect(told.map(({ ServerSideEncryption }) => ServerSideEncryption)).toEqual([kind, kind]);
  const Range = `bytes=${5 * 1024 * 1024 - 3}-`;
  expect(await readText(alice, { Bucket, Key, Range })).toBe("aaathe end");
});
