import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Readable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { storyWorld } from "./story-world.ts";

let lab: Lab | undefined;
afterEach(() => lab?.close());

function clientOf(here: Lab, profile: string): S3Client {
  const { url: endpoint, requestHandler } = here;
  const { credentials, region } = here.principal(profile);
  return new S3Client({ endpoint, requestHandler, credentials, region, forcePathStyle: true });
}

describe("startLab()", () => {
  test("without a word has one account and an administrator", async () => {
    lab = await startLab();
    const { credentials, region } = lab.principal("default");
    const sts = new STSClient({ endpoint: lab.url, credentials, region });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    expect(Arn).toBe("arn:aws:iam::111111111111:user/admin");
  });

  test("says which profiles there are", async () => {
    lab = await startLab({ port: "none" });
    expect(() => lab?.principal("nobody")).toThrow(
      "the lab has no profile `nobody`: it has `default`",
    );
  });
});

describe("a lab without a port", () => {
  test("answers SDKs of its own process", async () => {
    lab = await startLab({ port: "none" });
    expect(lab.port).toBe(0);
    const s3 = clientOf(lab, "default");
    await s3.send(new CreateBucketCommand({ Bucket: "bucket-a" }));
    const Key = "a folder/é+(1).txt";
    await s3.send(new PutObjectCommand({ Bucket: "bucket-a", Key, Body: "hello" }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "bucket-a", Key }));
    expect(await Body?.transformToString()).toBe("hello");
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: "bucket-a", Prefix: "a " }));
    expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
  });

  test("takes streams, and gives large objects back", async () => {
    lab = await startLab({ port: "none" });
    const s3 = clientOf(lab, "default");
    await s3.send(new CreateBucketCommand({ Bucket: "bucket-a" }));
    const bytes = Buffer.alloc(1024 * 1024, "x");
    const large = { Bucket: "bucket-a", Key: "large" };
    const sent = { ...large, Body: Readable.from([bytes, bytes]), ContentLength: 2 * bytes.length };
    await s3.send(new PutObjectCommand(sent));
    const { Body } = await s3.send(new GetObjectCommand(large));
    expect((await Body?.transformToByteArray())?.length).toBe(2 * bytes.length);
  });

  test("denies as AWS does", async () => {
    lab = await startLab({ world: storyWorld(), port: "none" });
    const list = clientOf(lab, "writer").send(new ListObjectsV2Command({ Bucket: "dev-a" }));
    await expect(list).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("no identity-based policy allows") as string,
    });
  });

  test("is as it was at the start after a reset, and everyone keeps their keys", async () => {
    lab = await startLab({ world: storyWorld(), port: "none" });
    const s3 = clientOf(lab, "root-like");
    await s3.send(new PutObjectCommand({ Bucket: "dev-a", Key: "x", Body: "x" }));
    await lab.reset();
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: "dev-a" }));
    expect(KeyCount).toBe(0);
  });
});
