import {
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRunningSum } from "../../src/lab/http/checksums.ts";
import { combineCrcs } from "../../src/aws/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask } from "./wire.ts";

const Bucket = "dev-a";
const MIB = 1024 * 1024;

let open: OpenLab;
let s3: S3Client;
/** Sends no sum unless told to, as clients did before 2025. */
let bare: S3Client;
beforeAll(async () => {
  open = await openLab();
  s3 = open.s3("a");
  bare = open.s3("a", { requestChecksumCalculation: "WHEN_REQUIRED" });
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

type Own = Parameters<typeof createRunningSum>[0];

function sumOf(algorithm: Own, ...pieces: readonly Uint8Array[]): Buffer {
  const sum = createRunningSum(algorithm);
  for (const piece of pieces) sum.update(piece);
  return Buffer.from(sum.digest());
}

test.each([
  ["crc32", "CRC32", "cbf43926"],
  ["crc32c", "CRC32C", "e3069283"],
  ["crc64nvme", "CRC64NVME", "ae8b14860a799888"],
] as const)("%s of the check string, in pieces of any length", (algorithm, crc, hex) => {
  const check = Buffer.from("123456789");
  expect(sumOf(algorithm, check).toString("hex")).toBe(hex);
  const bytes = randomBytes(1000);
  const whole = sumOf(algorithm, bytes);
  for (const at of [0, 1, 7, 8, 9, 500, 999]) {
    const parts = [bytes.subarray(0, at), bytes.subarray(at)];
    expect(sumOf(algorithm, ...parts)).toEqual(whole);
    const summed = parts.map((part) => ({ digest: sumOf(algorithm, part), size: part.length }));
    expect(Buffer.from(combineCrcs(crc, summed))).toEqual(whole);
  }
});

test("an object that comes without a sum has the one that S3 makes", async () => {
  const Body = "123456789";
  const put = await bare.send(new PutObjectCommand({ Bucket, Key: "bare", Body }));
  const own = { ChecksumCRC64NVME: "rosUhgp5mIg=", ChecksumType: "FULL_OBJECT" };
  expect(put).toMatchObject(own);
  const head = { Bucket, Key: "bare" };
  expect(await s3.send(new HeadObjectCommand({ ...head, ChecksumMode: "ENABLED" }))).toMatchObject(
    own,
  );
  const silent = await s3.send(new HeadObjectCommand(head));
  expect([silent.ChecksumCRC64NVME, silent.ChecksumType]).toEqual([undefined, undefined]);
  const copy = await s3.send(
    new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/bare` }),
  );
  expect(copy.CopyObjectResult).toMatchObject(own);
});

test("a large body that comes without a sum is summed when it is first asked for", async () => {
  const Body = randomBytes(16 * MIB + 1);
  const place = { Bucket, Key: "large" };
  const put = await bare.send(new PutObjectCommand({ ...place, Body }));
  expect(put.ChecksumCRC64NVME).toBeUndefined();
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "large" }));
  expect(listed.Contents).toMatchObject([
    { ChecksumAlgorithm: ["CRC64NVME"], ChecksumType: "FULL_OBJECT" },
  ]);
  const ChecksumCRC64NVME = sumOf("crc64nvme", Body).toString("base64");
  const told = { ChecksumCRC64NVME, ChecksumType: "FULL_OBJECT" };
  const attributes = new GetObjectAttributesCommand({ ...place, ObjectAttributes: ["Checksum"] });
  expect(await s3.send(attributes)).toMatchObject({ Checksum: told });
  await bare.send(new PutObjectCommand({ ...place, Body }));
  const ChecksumMode = "ENABLED";
  expect(await s3.send(new HeadObjectCommand({ ...place, ChecksumMode }))).toMatchObject(told);
  await bare.send(new PutObjectCommand({ ...place, Body }));
  const got = await s3.send(new GetObjectCommand({ ...place, ChecksumMode }));
  expect(got).toMatchObject(told);
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Body)).toBe(true);
});

interface Sums {
  readonly ChecksumAlgorithm?: ChecksumAlgorithm;
  readonly ChecksumType?: ChecksumType;
}

const FIRST = randomBytes(5 * MIB);
const LAST = Buffer.from("the end");

/** Uploads two parts; answers with what was told of them, and how to complete the upload. */
async function upload(
  client: S3Client,
  Key: string,
  sums: Sums,
): Promise<{
  readonly parts: readonly (CompletedPart & { readonly [name: string]: unknown })[];
  readonly place: { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
  readonly complete: (Parts: readonly CompletedPart[], options?: object) => Promise<unknown>;
}> {
  const create = new CreateMultipartUploadCommand({ Bucket, Key, ...sums });
  const { UploadId = "" } = await client.send(create);
  const place = { Bucket, Key, UploadId };
  const { ChecksumAlgorithm } = sums;
  const parts: (CompletedPart & { readonly [name: string]: unknown })[] = [];
  for (const [i, Body] of [FIRST, LAST].entries()) {
    const PartNumber = i + 1;
    const part = { ...place, PartNumber, Body, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) };
    const { $metadata, ServerSideEncryption, ...told } = await client.send(
      new UploadPartCommand(part),
    );
    expect([$metadata.httpStatusCode, ServerSideEncryption]).toEqual([200, "AES256"]);
    parts.push({ PartNumber, ...told });
  }
  return {
    parts,
    place,
    complete: (Parts, options = {}) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...place,
          MultipartUpload: { Parts: [...Parts] },
          ...options,
        }),
      ),
  };
}

test.each(["CRC32", "CRC32C", "SHA1", "SHA256"] as const)(
  "a sum over the sums of parts by %s takes that of each part",
  async (ChecksumAlgorithm) => {
    const own = ChecksumAlgorithm.toLowerCase() as Own;
    const { parts, complete } = await upload(s3, `composite-${own}`, { ChecksumAlgorithm });
    const name = `Checksum${ChecksumAlgorithm}`;
    const digests = [FIRST, LAST].map((part) => sumOf(own, part));
    expect(parts.map((part) => part[name])).toEqual(
      digests.map((digest) => digest.toString("base64")),
    );
    const without = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await expect(complete(without)).rejects.toMatchObject({
      name: "InvalidRequest",
      message: `The upload was created using a ${own} checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.`,
    });
    const value = sumOf(own, ...digests).toString("base64");
    await expect(complete(parts, { [name]: digests[0]?.toString("base64") })).rejects.toMatchObject(
      {
        name: "BadDigest",
        message: `The ${own} you specified did not match the calculated checksum.`,
      },
    );
    expect(await complete(parts, { [name]: value })).toMatchObject({
      [name]: `${value}-2`,
      ChecksumType: "COMPOSITE",
    });
  },
);

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
  "a sum over all bytes of parts by %s takes none of them",
  async (ChecksumAlgorithm) => {
    const own = ChecksumAlgorithm.toLowerCase() as Own;
    const sums = { ChecksumAlgorithm, ChecksumType: "FULL_OBJECT" } as const;
    const { parts, place, complete } = await upload(s3, `whole-${own}`, sums);
    expect(await s3.send(new ListPartsCommand(place))).toMatchObject(sums);
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads?.find(({ UploadId }) => UploadId === place.UploadId)).toMatchObject(sums);
    await expect(complete(parts, { ChecksumType: "COMPOSITE" })).rejects.toMatchObject({
      name: "InvalidRequest",
      message:
        "The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode.",
    });
    const without = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect(await complete(without)).toMatchObject({
      [`Checksum${ChecksumAlgorithm}`]: sumOf(own, FIRST, LAST).toString("base64"),
      ChecksumType: "FULL_OBJECT",
    });
  },
);

test("an upload that asks for no sum gets the one that S3 makes, whatever its parts bring", async () => {
  const ChecksumCRC64NVME = sumOf("crc64nvme", FIRST, LAST).toString("base64");
  const silent = await upload(bare, "silent", {});
  expect(silent.parts.map((part) => Object.keys(part).sort())).toEqual([
    ["ETag", "PartNumber"],
    ["ETag", "PartNumber"],
  ]);
  expect(await silent.complete(silent.parts)).toMatchObject({
    ChecksumCRC64NVME,
    ChecksumType: "FULL_OBJECT",
  });
  const summed = await upload(s3, "summed", {});
  const listed = await s3.send(new ListPartsCommand(summed.place));
  expect(listed.Parts?.map(({ ChecksumCRC32 }) => ChecksumCRC32)).toEqual(
    [FIRST, LAST].map((part) => sumOf("crc32", part).toString("base64")),
  );
  const other = summed.parts.map((part) => ({ ...part, ChecksumCRC32: "AAAAAA==" }));
  await expect(summed.complete(other)).rejects.toMatchObject({ name: "InvalidPart" });
  expect(await summed.complete(summed.parts)).toMatchObject({ ChecksumCRC64NVME });
});

test("a part by another algorithm than its upload's, or without one, is refused", async () => {
  const Key = "mixed";
  const create = { Bucket, Key, ChecksumAlgorithm: "SHA256" } as const;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(create));
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: "x" };
  const mismatch = (actual: string): object => ({
    name: "InvalidRequest",
    message: `Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: ${actual}`,
  });
  await expect(s3.send(new UploadPartCommand(part))).rejects.toMatchObject(mismatch("crc32"));
  await expect(bare.send(new UploadPartCommand(part))).rejects.toMatchObject(mismatch("null"));
});

test("a sum in an element of a part has to be one", async () => {
  const { parts, place } = await upload(s3, "elements", { ChecksumAlgorithm: "CRC32" });
  const [first] = parts;
  const credentials = open.credentialsOf("a");
  const target = `/${Bucket}/elements?uploadId=${place.UploadId}`;
  const completeWith = (sums: string): ReturnType<typeof ask> =>
    ask(open.lab.port, {
      method: "POST",
      target,
      credentials,
      body: `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${String(first?.ETag)}</ETag>${sums}</Part></CompleteMultipartUpload>`,
    });
  const invalid = await completeWith("<ChecksumCRC32>no</ChecksumCRC32>");
  expect(invalid).toMatchObject({ status: 400 });
  expect(invalid.body).toContain("Invalid Base64 or multiple checksums present in request");
  expect(invalid.body).toContain("<ArgumentValue>CRC32:no;</ArgumentValue>");
});

test("an unsigned body carries its sum in a trailer, and is refused with another", async () => {
  const body = (sum: string): string => `5\r\nhello\r\n0\r\nx-amz-checksum-sha256:${sum}\r\n\r\n`;
  const send = (sum: string): ReturnType<typeof ask> =>
    ask(open.lab.port, {
      method: "PUT",
      target: `/${Bucket}/trailed`,
      credentials: open.credentialsOf("a"),
      payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      headers: {
        "x-amz-trailer": "x-amz-checksum-sha256",
        "x-amz-sdk-checksum-algorithm": "SHA256",
        "x-amz-decoded-content-length": "5",
        "content-encoding": "aws-chunked",
      },
      body: body(sum),
    });
  const sum = createHash("sha256").update("hello").digest("base64");
  expect((await send(sum)).headers["x-amz-checksum-sha256"]).toBe(sum);
  const other = await send(createHash("sha256").update("other").digest("base64"));
  expect(other.status).toBe(400);
  expect(other.body).toContain("The SHA256 you specified did not match the calculated checksum.");
});
