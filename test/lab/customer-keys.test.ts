import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";

const Bucket = "dev-a";

let open: OpenLab;
let s3: S3Client;
beforeAll(async () => {
  open = await openLab();
  s3 = open.s3("a");
  await block("NONE");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function block(type: "NONE" | "SSE-C"): Promise<unknown> {
  const Rules = [{ BlockedEncryptionTypes: { EncryptionType: [type] } }];
  const command = { Bucket, ServerSideEncryptionConfiguration: { Rules } };
  return s3.send(new PutBucketEncryptionCommand(command));
}

/** A customer's key of 32 equal bytes, as parameters. */
function customerKey(letter: string): {
  readonly SSECustomerAlgorithm: "AES256";
  readonly SSECustomerKey: string;
  readonly SSECustomerKeyMD5: string;
} {
  const key = Buffer.alloc(32, letter);
  return {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: key.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(key).digest("base64"),
  };
}

function sourceKey(letter: string): object {
  return Object.fromEntries(
    Object.entries(customerKey(letter)).map(([name, value]) => [`CopySource${name}`, value]),
  );
}

async function readText(Key: string, options: object = {}): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...options }));
  return (await Body?.transformToString()) ?? "";
}

const APPLICABLE = {
  name: "InvalidRequest",
  message: "The encryption parameters are not applicable to this object.",
  $metadata: { httpStatusCode: 400 },
};
const NEEDED = {
  name: "InvalidRequest",
  message:
    "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
  $metadata: { httpStatusCode: 400 },
};
const WRONG = {
  name: "AccessDenied",
  message:
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
  $metadata: { httpStatusCode: 403 },
};

test("an object under a customer's key is read with that key, and with no other", async () => {
  const Key = "single";
  const { SSECustomerAlgorithm, SSECustomerKeyMD5 } = customerKey("a");
  const confirmed = { SSECustomerAlgorithm, SSECustomerKeyMD5 };
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: "words", ...customerKey("a") }),
  );
  expect(put).toMatchObject(confirmed);
  expect(put.ServerSideEncryption).toBeUndefined();
  expect(put.ETag).not.toContain(createHash("md5").update("words").digest("hex"));
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ...customerKey("a") }));
  expect(head).toMatchObject({ ...confirmed, ContentLength: 5 });
  expect(await readText(Key, customerKey("a"))).toBe("words");
  expect(await readText(Key, { ...customerKey("a"), Range: "bytes=1-2" })).toBe("or");
  await expect(readText(Key)).rejects.toMatchObject(NEEDED);
  await expect(readText(Key, customerKey("b"))).rejects.toMatchObject(WRONG);
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
  });
});

test("an object of S3's own keys takes none", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "words" }));
  await expect(readText("plain", customerKey("a"))).rejects.toMatchObject(APPLICABLE);
});

test("a copy names the key of its source, and its own", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "from", Body: "words", ...customerKey("a") }));
  const copy = { Bucket, CopySource: `${Bucket}/from` };
  await expect(s3.send(new CopyObjectCommand({ ...copy, Key: "no" }))).rejects.toMatchObject(
    NEEDED,
  );
  const wrong = new CopyObjectCommand({ ...copy, Key: "no", ...sourceKey("b") });
  await expect(s3.send(wrong)).rejects.toMatchObject(WRONG);
  await s3.send(new CopyObjectCommand({ ...copy, Key: "open", ...sourceKey("a") }));
  expect(await readText("open")).toBe("words");
  const { SSECustomerKeyMD5 } = customerKey("b");
  const both = { ...copy, Key: "other", ...sourceKey("a"), ...customerKey("b") };
  expect(await s3.send(new CopyObjectCommand(both))).toMatchObject({ SSECustomerKeyMD5 });
  expect(await readText("other", customerKey("b"))).toBe("words");
  const needless = new CopyObjectCommand({
    ...copy,
    CopySource: `${Bucket}/open`,
    Key: "no",
    ...sourceKey("a"),
  });
  await expect(s3.send(needless)).rejects.toMatchObject(APPLICABLE);
});

test("a copy of an object to itself may change its key alone", async () => {
  const CopySource = `${Bucket}/self`;
  await s3.send(new PutObjectCommand({ Bucket, Key: "self", Body: "words", ...customerKey("a") }));
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: "self",
      CopySource,
      ...sourceKey("a"),
      ...customerKey("b"),
    }),
  );
  expect(await readText("self", customerKey("b"))).toBe("words");
});

test("each part brings the key of the upload, and its completion does not", async () => {
  const Key = "parts";
  const create = { Bucket, Key, ...customerKey("a") };
  const { UploadId, SSECustomerKeyMD5 } = await s3.send(new CreateMultipartUploadCommand(create));
  expect(SSECustomerKeyMD5).toBe(customerKey("a").SSECustomerKeyMD5);
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: "a".repeat(5 * 1024 * 1024) };
  await expect(s3.send(new UploadPartCommand(part))).rejects.toMatchObject({
    name: "InvalidRequest",
    message:
      "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
  });
  const other = new UploadPartCommand({ ...part, ...customerKey("b") });
  await expect(s3.send(other)).rejects.toMatchObject({
    name: "InvalidRequest",
    message: "The provided encryption parameters did not match the ones used originally.",
  });
  const first = await s3.send(new UploadPartCommand({ ...part, ...customerKey("a") }));
  expect(first).toMatchObject({ SSECustomerKeyMD5 });
  const second = await s3.send(
    new UploadPartCopyCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: 2,
      CopySource: `${Bucket}/single`,
      ...sourceKey("a"),
      ...customerKey("a"),
    }),
  );
  const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
  expect(listed.Parts?.map(({ Size }) => Size)).toEqual([5 * 1024 * 1024, 5]);
  const Parts = [
    { PartNumber: 1, ETag: first.ETag },
    { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
  ];
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  const Range = `bytes=${5 * 1024 * 1024 - 2}-`;
  expect(await readText(Key, { ...customerKey("a"), Range })).toBe("aawords");
  await expect(readText(Key)).rejects.toMatchObject(NEEDED);
});

test("a bucket that blocks customers' keys says so, and lets what is there be read", async () => {
  const Key = "before";
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "words", ...customerKey("a") }));
  await block("SSE-C");
  try {
    const { ServerSideEncryptionConfiguration: read } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    expect(read?.Rules).toMatchObject([
      { BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] }, BucketKeyEnabled: false },
    ]);
    const copy = { Bucket, Key: "copy", CopySource: `${Bucket}/before`, ...sourceKey("a") };
    const write = new CopyObjectCommand({ ...copy, ...customerKey("a") });
    await expect(s3.send(write)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(
        /is not authorized to perform: s3:CopyObject on resource: "arn:aws:s3:::dev-a\/copy" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys \(SSE-C\)\. Please specify a different server-side encryption type$/,
      ) as string,
    });
    expect(await readText(Key, customerKey("a"))).toBe("words");
    await s3.send(new CopyObjectCommand(copy));
    expect(await readText("copy")).toBe("words");
  } finally {
    await block("NONE");
  }
});

test("a bucket as before 2023 blocks no customer's keys; outsiders are not told that one does", async () => {
  const admin = { managedPolicies: ["AdministratorAccess"] };
  const guest = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "s3:*",
    Resource: "arn:aws:s3:::bucket-a/*",
  };
  const worldWith = (bucketDefaults: "legacy" | "current"): World => {
    const parsed = parseWorld({
      bucketDefaults,
      accounts: {
        "111111111111": {
          users: { alice: { profile: "alice", ...admin } },
          buckets: {
            "bucket-a": {
              region: "ap-northeast-1",
              policy: { Version: "2012-10-17", Statement: [guest] },
            },
          },
        },
        "222222222222": { users: { bob: { profile: "bob", ...admin } } },
      },
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  };
  const put = { Bucket: "bucket-a", Key: "k", Body: "words", ...customerKey("a") };
  const legacy = await openLab({ world: worldWith("legacy") });
  const current = await openLab({ world: worldWith("current") });
  try {
    await legacy.s3("alice").send(new PutObjectCommand(put));
    await expect(current.s3("bob").send(new PutObjectCommand(put))).rejects.toMatchObject({
      name: "AccessDenied",
      message: "Access Denied",
    });
  } finally {
    await legacy.close();
    await current.close();
  }
});
