import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { storyWorld } from "./story-world.ts";

const Bucket = "dev-a";
const Key = "sealed";
const BLOCK = 64 * 1024;
const sse = { ServerSideEncryption: "aws:kms" } as const;
let dataDirectory: string;
let lab: Lab;
let s3: S3Client;
let faults: unknown[];
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "sluice-test-"));
  faults = [];
  lab = await startLab({
    world: storyWorld(),
    dataDirectory,
    onFault: (fault) => faults.push(fault),
  });
  const principal = lab.principals.find(({ profile }) => profile === "a");
  s3 = new S3Client({
    endpoint: lab.url,
    credentials: principal?.credentials ?? { accessKeyId: "", secretAccessKey: "" },
    region: "ap-northeast-1",
    forcePathStyle: true,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  s3.destroy();
  await lab.close();
  await rm(dataDirectory, { recursive: true });
});

async function read(Range?: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const words = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size / 8 }, (_, i) => String(i).padStart(8, "0")).join(""));

/** The path of the largest file that the lab keeps. */
async function largestFile(): Promise<string> {
  const names = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && !entry.name.endsWith(".mdb"));
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return paths[sizes.indexOf(Math.max(...sizes))] ?? "";
}

test("one byte that was changed on disk is not read, and the blocks beside it are", async () => {
  const Body = words(5 * BLOCK);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...sse }));
  const path = await largestFile();
  const stored = await readFile(path);
  expect(stored.includes("00000000")).toBe(false);
  const at = 2 * BLOCK + 5000;
  stored[at] = (stored[at] ?? 0) ^ 1;
  await writeFile(path, stored);
  await expect(read()).rejects.toThrow();
  await expect(read(`bytes=${2 * BLOCK}-${2 * BLOCK}`)).rejects.toThrow();
  expect((await read(`bytes=0-${2 * BLOCK - 1}`)).equals(Body.subarray(0, 2 * BLOCK))).toBe(true);
  expect((await read(`bytes=${3 * BLOCK}-`)).equals(Body.subarray(3 * BLOCK))).toBe(true);
  expect(faults.map(String)).toEqual(
    Array.from({ length: 2 }, () => "Error: a stored body is not as it was encrypted"),
  );
});

test("a body that was cut off on disk is not read", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: words(3 * BLOCK), ...sse }));
  const path = await largestFile();
  await writeFile(path, (await readFile(path)).subarray(0, 2 * (BLOCK + 16)));
  await expect(read()).rejects.toThrow();
  expect(faults).toHaveLength(1);
});

test("ranges over the edges of blocks and parts are read", async () => {
  const bodies = [words(5 * 1024 * 1024 + 8), words(BLOCK), words(80)];
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...sse }));
  const Parts: { PartNumber: number; ETag?: string | undefined }[] = [];
  // The last two are one part: every other part has to be large.
  const parts = [bodies[0] ?? Buffer.of(), Buffer.concat(bodies.slice(1))];
  for (const [i, Body] of parts.entries()) {
    const PartNumber = i + 1;
    const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body });
    Parts.push({ PartNumber, ETag: (await s3.send(command)).ETag });
  }
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  const all = Buffer.concat(bodies);
  const edge = 5 * 1024 * 1024 + 8;
  const points = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, edge - 9, edge - 1, edge, edge + BLOCK];
  for (const [i, start] of points.entries()) {
    const end = points[i + 2] ?? all.length - 1;
    expect((await read(`bytes=${start}-${end}`)).equals(all.subarray(start, end + 1))).toBe(true);
  }
  expect((await read()).equals(all)).toBe(true);
});

test("an empty object is read back", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "", ...sse }));
  expect(await read()).toHaveLength(0);
});

test("of a customer's key nothing is on disk", async () => {
  const key = randomBytes(32);
  const md5 = createHash("md5").update(key).digest();
  const SSECustomer = {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: key.toString("base64"),
    SSECustomerKeyMD5: md5.toString("base64"),
  };
  const Rules = [{ BlockedEncryptionTypes: { EncryptionType: ["NONE" as const] } }];
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
  );
  const bodies = [words(80), words(3 * BLOCK)];
  for (const Body of bodies)
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...SSECustomer }));
  const names = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const kept = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
  const traces = [key, md5, key.toString("base64"), md5.toString("base64"), "0000000000000001"];
  expect(kept.length).toBeGreaterThan(1);
  expect(traces.map((trace) => kept.some((bytes) => bytes.includes(trace)))).toEqual(
    traces.map(() => false),
  );
});
