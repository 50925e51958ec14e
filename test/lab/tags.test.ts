import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type Tag,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

const Bucket = "dev-a";
const TAGS = [
  { Key: "team", Value: "a b" },
  { Key: "ü", Value: "1&2" },
];
let open: OpenLab;
let s3: S3Client;
beforeAll(async () => {
  open = await openLab();
  s3 = open.s3("a");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

async function tagsOf(Key: string): Promise<readonly Tag[] | undefined> {
  return (await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
}

test("tags are written, counted, replaced and taken away", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "1", Tagging: "a=1&b=%26%20x" }));
  expect(await tagsOf("k")).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "& x" },
  ]);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).TagCount).toBe(2);
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet: TAGS } }));
  expect(await tagsOf("k")).toEqual(TAGS);
  await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: "k" }));
  expect(await tagsOf("k")).toEqual([]);
});

test("a copy takes tags along or replaces them", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "from", Body: "1", Tagging: "a=1" }));
  const CopySource = `${Bucket}/from`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: "kept", CopySource }));
  expect(await tagsOf("kept")).toEqual([{ Key: "a", Value: "1" }]);
  const TaggingDirective = "REPLACE";
  await s3.send(
    new CopyObjectCommand({ Bucket, Key: "other", CopySource, TaggingDirective, Tagging: "b=2" }),
  );
  expect(await tagsOf("other")).toEqual([{ Key: "b", Value: "2" }]);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "bare", CopySource, TaggingDirective }));
  expect(await tagsOf("bare")).toEqual([]);
});

test("a multipart upload has the tags that it was begun with", async () => {
  const object = { Bucket, Key: "parts" };
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...object, Tagging: "a=1" }),
  );
  const part = { ...object, UploadId, PartNumber: 1 };
  const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: "1" }));
  await s3.send(
    new CompleteMultipartUploadCommand({
      ...object,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  expect(await tagsOf("parts")).toEqual([{ Key: "a", Value: "1" }]);
});

const many = Array.from({ length: 11 }, (_, number) => ({ Key: `${number}`, Value: "" }));
test.each<readonly [string, readonly Tag[], string]>([
  ["eleven tags", many, "BadRequest"],
  ["one key twice", [TAGS[0] as Tag, TAGS[0] as Tag], "InvalidTag"],
  ["a key of AWS's", [{ Key: "aws:x", Value: "1" }], "InvalidTag"],
  ["a value that is too long", [{ Key: "x", Value: "v".repeat(257) }], "InvalidTag"],
])("%s are refused", async (_name, TagSet, name) => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "refused", Body: "1" }));
  const put = new PutObjectTaggingCommand({
    Bucket,
    Key: "refused",
    Tagging: { TagSet: [...TagSet] },
  });
  await expect(s3.send(put)).rejects.toMatchObject({ name });
  expect(await tagsOf("refused")).toEqual([]);
});
