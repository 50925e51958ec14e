import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { hashesOf, storyTree } from "../support/story-tree.ts";
import { LIST_DENIED, listAndWrite, startStoryLab, STORY } from "../support/story-world.ts";

const { source, destination, region } = STORY;
const PART = 5 * 1024 * 1024;

describe("the main story with the AWS SDK for JavaScript", () => {
  let lab: Lab;
  let alice: S3Client;
  let bob: S3Client;

  beforeAll(async () => {
    lab = await startStoryLab();
    alice = new S3Client({ ...settings(lab, "dev-a"), forcePathStyle: true });
    bob = new S3Client({ ...settings(lab, "dev-b"), forcePathStyle: true });
  });

  afterAll(async () => {
    alice.destroy();
    bob.destroy();
    await lab.close();
  });

  test("STS and IAM tell the session and the role's ARN with the path", async () => {
    const sts = new STSClient(settings(lab, "dev-a"));
    const iam = new IAMClient(settings(lab, "dev-a"));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: Arn?.split("/")[1] }));
    expect([Arn, Role?.Arn]).toEqual([STORY.sessionArn, STORY.roleArn]);
  });

  test("the tree is put, the large file in parts", async () => {
    for (const [Key, Body] of storyTree) {
      await (Body.length > PART ? putInParts(alice, Key, Body) : put(alice, Key, Body));
    }
    expect(await keysOf(alice, source)).toEqual([...storyTree.keys()].sort(byBytes));
  });

  test("listing the other account's bucket is denied in AWS's words", async () => {
    const listing = alice.send(new ListObjectsV2Command({ Bucket: destination }));
    await expect(listing).rejects.toMatchObject({ name: "AccessDenied", message: LIST_DENIED });
  });

  test("the role's ARN without its path is refused as principal", async () => {
    const wrong = putPolicy(bob, listAndWrite(STORY.bareRoleArn));
    const why = { name: "MalformedPolicy", message: "Invalid principal in policy" };
    await expect(wrong).rejects.toMatchObject(why);
  });

  test("the caller from outside may not put the policy itself", async () => {
    const own = putPolicy(alice, listAndWrite(STORY.roleArn));
    await expect(own).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("the right policy opens the bucket, and every object is copied", async () => {
    await putPolicy(bob, listAndWrite(STORY.roleArn));
    for (const key of await keysOf(alice, source)) {
      const CopySource = `${source}/${key.split("/").map(encodeURIComponent).join("/")}`;
      await alice.send(new CopyObjectCommand({ Bucket: destination, Key: key, CopySource }));
    }
    expect(await keysOf(alice, destination)).toEqual(await keysOf(alice, source));
  });

  test("the owner reads every object back, byte for byte", async () => {
    const back = new Map<string, Buffer>();
    for (const Key of await keysOf(bob, destination)) {
      const { Body } = await bob.send(new GetObjectCommand({ Bucket: destination, Key }));
      back.set(Key, Buffer.from((await Body?.transformToByteArray()) ?? []));
    }
    expect(hashesOf(back)).toEqual(hashesOf(storyTree));
  });
});

function settings(lab: Lab, profile: string): Settings {
  const principal = lab.principals.find((who) => who.profile === profile);
  if (principal === undefined) throw new Error(`nobody signs in with profile \`${profile}\``);
  return { region, endpoint: lab.url, credentials: principal.credentials, maxAttempts: 1 };
}

interface Settings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Lab["principals"][number]["credentials"];
  readonly maxAttempts: number;
}

async function put(s3: S3Client, Key: string, Body: Buffer): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: source, Key, Body }));
}

async function putInParts(s3: S3Client, Key: string, body: Buffer): Promise<void> {
  const upload = { Bucket: source, Key };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
  const Parts: CompletedPart[] = [];
  for (let start = 0; start < body.length; start += PART) {
    const PartNumber = Parts.length + 1;
    const part = { ...upload, UploadId, PartNumber, Body: body.subarray(start, start + PART) };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    Parts.push({ PartNumber, ETag });
  }
  const complete = { ...upload, UploadId, MultipartUpload: { Parts } };
  await s3.send(new CompleteMultipartUploadCommand(complete));
}

async function putPolicy(s3: S3Client, Policy: string): Promise<void> {
  await s3.send(new PutBucketPolicyCommand({ Bucket: destination, Policy }));
}

async function keysOf(s3: S3Client, Bucket: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = "" }) => Key);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
