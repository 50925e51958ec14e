import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask } from "./wire.ts";

const Bucket = "dev-a";
let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

test("an object comes back as it was put, with its headers, metadata and checksum", async () => {
  const s3 = open.s3("a");
  const Body = Buffer.from("hello, 世界\n");
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "a dir/日本語 +&%.txt",
      Body,
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentEncoding: "identity",
      Metadata: { color: "blue", city: "Tokyo" },
    }),
  );
  expect(put.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
  const got = await s3.send(
    new GetObjectCommand({ Bucket, Key: "a dir/日本語 +&%.txt", ChecksumMode: "ENABLED" }),
  );
  expect(await got.Body?.transformToString()).toBe("hello, 世界\n");
  expect(got.ContentType).toBe("text/plain");
  expect(got.CacheControl).toBe("no-store");
  expect(got.ContentEncoding).toBe("identity");
  expect(got.Metadata).toEqual({ color: "blue", city: "Tokyo" });
  expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
  expect(got.ChecksumType).toBe("FULL_OBJECT");
});

test("a stream arrives through aws-chunked with a trailing checksum", async () => {
  const s3 = open.s3("a", { requestStreamBufferSize: 65_536 });
  const bytes = Buffer.alloc(300_000, "stream");
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "stream",
      Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
      ContentLength: bytes.length,
      ContentEncoding: "gzip",
    }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect(got.ContentEncoding).toBe("gzip");
});

test.each([
  ["bytes=0-3", { status: 206, body: "0123", contentRange: "bytes 0-3/10" }],
  ["bytes=4-", { status: 206, body: "456789", contentRange: "bytes 4-9/10" }],
  ["bytes=-3", { status: 206, body: "789", contentRange: "bytes 7-9/10" }],
  ["bytes=-30", { status: 206, body: "0123456789", contentRange: "bytes 0-9/10" }],
  ["bytes=8-100", { status: 206, body: "89", contentRange: "bytes 8-9/10" }],
  ["bytes=5-2", { status: 200, body: "0123456789", contentRange: undefined }],
  ["bytes=0-1,3-4", { status: 200, body: "0123456789", contentRange: undefined }],
])("range %s", async (Range, want) => {
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket, Key: "digits", Body: "0123456789" }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "digits", Range }));
  expect({
    status: got.$metadata.httpStatusCode,
    body: await got.Body?.transformToString(),
    contentRange: got.ContentRange,
  }).toEqual(want);
});

test("a range past the end is refused", async () => {
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket, Key: "digits", Body: "0123456789" }));
  await expect(
    s3.send(new GetObjectCommand({ Bucket, Key: "digits", Range: "bytes=10-" })),
  ).rejects.toMatchObject({ name: "InvalidRange", $metadata: { httpStatusCode: 416 } });
});

test("conditional reads and writes", async () => {
  const s3 = open.s3("a");
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: "cond", Body: "1" }));
  const get = (conditions: object): Promise<unknown> =>
    s3.send(new GetObjectCommand({ Bucket, Key: "cond", ...conditions }));
  await expect(get({ IfMatch: ETag })).resolves.toBeDefined();
  await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await expect(get({ IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
  const put = (conditions: object): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket, Key: "cond", Body: "2", ...conditions }));
  await expect(put({ IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(put({ IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(put({ IfMatch: ETag })).resolves.toBeDefined();
});

test("a copy takes metadata or replaces it, and refuses to be itself", async () => {
  const s3 = open.s3("a");
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "src é",
      Body: "copy me",
      ContentType: "text/x",
      Metadata: { a: "1" },
    }),
  );
  const CopySource = encodeURI(`${Bucket}/src é`);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
  const copy = await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
  expect(copy.ContentType).toBe("text/x");
  expect(copy.Metadata).toEqual({ a: "1" });
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: "copy",
      CopySource,
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
    }),
  );
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).Metadata).toEqual({
    b: "2",
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "src é" }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).ContentLength).toBe(7);
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/copy` })),
  ).rejects.toMatchObject({ name: "InvalidRequest" });
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: "x", CopySource: `${Bucket}/nothing` })),
  ).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("headers in UTF-8 come back, and metadata as S3 encodes it", async () => {
  const s3 = open.s3("a");
  const ContentDisposition = 'attachment; filename="世界.txt"';
  const put = { method: "PUT", target: "/dev-a/utf8", credentials: open.credentialsOf("a") };
  const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
  const stored = await ask(open.lab.port, {
    ...put,
    headers: {
      "content-disposition": ContentDisposition,
      "x-amz-meta-city": "東京",
      "x-amz-meta-__proto__": "kept",
    },
    // The text is signed, its bytes are sent.
    tampered: {
      "content-disposition": bytes(ContentDisposition),
      "x-amz-meta-city": bytes("東京"),
    },
  });
  expect(stored.status).toBe(200);
  const head = await ask(open.lab.port, { ...put, method: "HEAD" });
  expect(head.headers).toMatchObject({
    "content-disposition": bytes(ContentDisposition),
    "x-amz-meta-city": "=?UTF-8?B?5p2x5Lqs?=",
    "x-amz-meta-__proto__": "kept",
  });
  await expect(
    s3.send(
      new GetObjectCommand({ Bucket, Key: "utf8", ResponseContentType: "text/plain\r\nx-evil: 1" }),
    ),
  ).rejects.toMatchObject({ name: "InvalidArgument" });
});

test("DeleteObjects deletes what is there and what is not, and says so unless quiet", async () => {
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket, Key: "d/1 &", Body: "" }));
  const remove = (Quiet: boolean): Promise<{ Deleted?: unknown }> =>
    s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Quiet, Objects: [{ Key: "d/1 &" }, { Key: "d/none" }] },
      }),
    );
  expect((await remove(false)).Deleted).toEqual([{ Key: "d/1 &" }, { Key: "d/none" }]);
  expect((await remove(true)).Deleted).toBeUndefined();
});

test("archived objects cannot be read", async () => {
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket, Key: "cold", Body: "c", StorageClass: "GLACIER" }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "cold" }))).StorageClass).toBe(
    "GLACIER",
  );
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: "cold" }))).rejects.toMatchObject({
    name: "InvalidObjectState",
  });
});
