import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  CopyObjectCommand,
  DeleteObjectsCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ADMIN_A_ROLE, ADMIN_A_SESSION } from "./story-world.ts";

let open: OpenLab;
beforeEach(async () => {
  open = await openLab();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** The bucket policy that lets one principal list dev-b and read and write its objects. */
function policyFor(principal: unknown): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "List",
        Effect: "Allow",
        Principal: principal,
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::dev-b",
      },
      {
        Sid: "Objects",
        Effect: "Allow",
        Principal: principal,
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: "arn:aws:s3:::dev-b/*",
      },
    ],
  });
}

const denied = (action: string, reason: string, resource = "dev-b"): string =>
  `User: ${ADMIN_A_SESSION} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${resource}" ${reason}`;

test("another account's bucket stays closed until its policy names the role with its path", async () => {
  const a = open.s3("a");
  const b = open.s3("b");
  const list = (): Promise<unknown> => a.send(new ListObjectsV2Command({ Bucket: "dev-b" }));
  const put = (Policy: string): Promise<unknown> =>
    b.send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy }));
  await expect(list()).rejects.toMatchObject({
    name: "AccessDenied",
    message: denied(
      "s3:ListBucket",
      "because no resource-based policy allows the s3:ListBucket action",
    ),
  });
  const invalid = {
    name: "MalformedPolicy",
    message: "Invalid principal in policy",
    $metadata: { httpStatusCode: 400 },
  };
  const withoutPath = ADMIN_A_ROLE.replace("/aws-reserved/sso.amazonaws.com/ap-northeast-1", "");
  await expect(put(policyFor({ AWS: withoutPath }))).rejects.toMatchObject(invalid);
  await expect(put(policyFor({ AWS: "999999999999" }))).rejects.toMatchObject(invalid);
  await expect(put("not json")).rejects.toMatchObject({
    name: "MalformedPolicy",
    message: "Policies must be valid JSON and the first byte must be '{'",
  });
  await expect(b.send(new GetBucketPolicyCommand({ Bucket: "dev-b" }))).rejects.toMatchObject({
    name: "NoSuchBucketPolicy",
  });

  await put(policyFor({ AWS: ADMIN_A_ROLE }));
  await expect(list()).resolves.toBeDefined();
  await a.send(new PutObjectCommand({ Bucket: "dev-a", Key: "k", Body: "1" }));
  await a.send(new CopyObjectCommand({ Bucket: "dev-b", Key: "k", CopySource: "dev-a/k" }));
  const read = await b.send(new GetBucketPolicyCommand({ Bucket: "dev-b" }));
  expect(JSON.parse(read.Policy ?? "")).toEqual(JSON.parse(policyFor({ AWS: ADMIN_A_ROLE })));
  await b.send(new DeleteBucketPolicyCommand({ Bucket: "dev-b" }));
  await expect(list()).rejects.toMatchObject({ name: "AccessDenied" });
});

test("a session's ARN as principal opens the bucket to that session", async () => {
  const b = open.s3("b");
  await b.send(
    new PutBucketPolicyCommand({ Bucket: "dev-b", Policy: policyFor({ AWS: ADMIN_A_SESSION }) }),
  );
  await expect(
    open.s3("a").send(new ListObjectsV2Command({ Bucket: "dev-b" })),
  ).resolves.toBeDefined();
});

test("another account never reaches the bucket policy: 403 without permission, 405 with it", async () => {
  const read = (): Promise<unknown> =>
    open.s3("a").send(new GetBucketPolicyCommand({ Bucket: "dev-b" }));
  await expect(read()).rejects.toMatchObject({ name: "AccessDenied" });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: ADMIN_A_ROLE },
        Action: "s3:GetBucketPolicy",
        Resource: "arn:aws:s3:::dev-b",
      },
    ],
  });
  await open.s3("b").send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy }));
  await expect(read()).rejects.toMatchObject({
    name: "MethodNotAllowed",
    $metadata: { httpStatusCode: 405 },
  });
});

test("who may read but not list is not told that a key is missing", async () => {
  const get = (profile: string): Promise<unknown> =>
    open.s3(profile).send(new GetObjectCommand({ Bucket: "dev-a", Key: "nothing" }));
  await expect(get("a")).rejects.toMatchObject({
    name: "NoSuchKey",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(get("writer")).rejects.toMatchObject({
    name: "AccessDenied",
    message:
      'User: arn:aws:iam::111111111111:user/writer is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::dev-a" because no identity-based policy allows the s3:ListBucket action',
  });
  await expect(
    open.s3("writer").send(new HeadObjectCommand({ Bucket: "dev-a", Key: "nothing" })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

test("a denied request changes nothing", async () => {
  const a = open.s3("a");
  await a.send(new PutObjectCommand({ Bucket: "dev-a", Key: "kept", Body: "1" }));
  await a.send(
    new PutBucketPolicyCommand({
      Bucket: "dev-a",
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: ["s3:PutObject", "s3:DeleteObject"],
            Resource: "arn:aws:s3:::dev-a/*",
          },
        ],
      }),
    }),
  );
  await expect(
    a.send(new PutObjectCommand({ Bucket: "dev-a", Key: "kept", Body: "2" })),
  ).rejects.toMatchObject({
    message: denied(
      "s3:PutObject",
      "with an explicit deny in a resource-based policy",
      "dev-a/kept",
    ),
  });
  const deleted = await a.send(
    new DeleteObjectsCommand({ Bucket: "dev-a", Delete: { Objects: [{ Key: "kept" }] } }),
  );
  expect(deleted.Errors).toEqual([
    {
      Key: "kept",
      Code: "AccessDenied",
      Message: denied(
        "s3:DeleteObject",
        "with an explicit deny in a resource-based policy",
        "dev-a/kept",
      ),
    },
  ]);
  const got = await a.send(new GetObjectCommand({ Bucket: "dev-a", Key: "kept" }));
  expect(await got.Body?.transformToString()).toBe("1");
});

test("a listing's prefix is a condition key", async () => {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: ADMIN_A_ROLE },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::dev-b",
        Condition: { StringLike: { "s3:prefix": "home/*" } },
      },
    ],
  });
  await open.s3("b").send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy }));
  const list = (Prefix?: string): Promise<unknown> =>
    open.s3("a").send(new ListObjectsV2Command({ Bucket: "dev-b", Prefix }));
  await expect(list("home/alice")).resolves.toBeDefined();
  await expect(list("other")).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(list()).rejects.toMatchObject({ name: "AccessDenied" });
});

test("ACLs: only what holds anyway is taken, and any takes s3:PutObjectAcl", async () => {
  const put = (
    profile: string,
    Bucket: string,
    ACL: "private" | "public-read" | "bucket-owner-full-control",
  ): Promise<unknown> =>
    open.s3(profile).send(new PutObjectCommand({ Bucket, Key: "acl", Body: "", ACL }));
  await expect(put("a", "dev-a", "private")).resolves.toBeDefined();
  await expect(put("a", "dev-a", "bucket-owner-full-control")).resolves.toBeDefined();
  await expect(put("a", "dev-a", "public-read")).rejects.toMatchObject({
    name: "AccessControlListNotSupported",
    message: "The bucket does not allow ACLs",
  });
  await expect(put("writer", "dev-a", "private")).rejects.toMatchObject({
    message: expect.stringContaining("s3:PutObjectAcl") as string,
  });
});

test("ListBuckets shows the caller's own account", async () => {
  const { Buckets } = await open.s3("b").send(new ListBucketsCommand());
  expect(Buckets?.map((bucket) => bucket.Name)).toEqual(["dev-b"]);
  await expect(open.s3("writer").send(new ListBucketsCommand())).rejects.toMatchObject({
    message:
      "User: arn:aws:iam::111111111111:user/writer is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action",
  });
});
